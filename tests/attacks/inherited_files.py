# Looks at every open file for one that leads out.
import os
for fd in os.listdir("/proc/self/fd"):
    try:
        target = os.readlink(f"/proc/self/fd/{fd}")
    except OSError:
        continue
    if not (target == "/dev/null" or target.startswith(("socket:", "/proc/"))):
        print("BREACH:", fd, target)
    try:
        os.close(os.open("..", os.O_RDONLY, dir_fd=int(fd)))
        if not target.startswith("/proc/"):
            print("BREACH: a way out through", target)
    except OSError:
        pass
