# Sockets on their way within sockets, which the limit on open files does not count.
import array, socket
sent = 0
try:
    for _ in range(20_000):
        here, there = socket.socketpair()
        here.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [there.fileno(), here.fileno()]))])
        here.close(), there.close()
        sent += 1
except OSError:
    pass
if sent > 1000:
    print("BREACH:", sent, "in flight")
