# Types into a terminal, and asks for new ones.
import fcntl, os, termios
made = 0
for fd in range(10):
    try:
        fcntl.ioctl(fd, termios.TIOCSTI, b"x")
        print("BREACH: typed into", fd)
    except OSError:
        pass
try:
    os.close(os.open("/dev/tty", os.O_RDWR))
    print("BREACH: a terminal")
except OSError:
    pass
try:
    while made < 1000:
        os.openpty()
        made += 1
except OSError:
    pass
if made > 100:
    print("BREACH:", made, "terminals")
