# Fills the buffers of sockets, made as large as they get: memory of the kernel's that no process is charged for.
import socket
held, keep = 0, []
try:
    while held < 1_000_000_000:
        pair = socket.socketpair()
        keep.append(pair)
        for one in pair:
            try:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 ** 30)
            except OSError:
                pass
            one.setblocking(False)
            try:
                while True:
                    held += one.send(b"x" * 60_000)
            except BlockingIOError:
                pass
except OSError:
    pass
if held > 40_000_000:
    print("BREACH:", held, "bytes in buffers")
