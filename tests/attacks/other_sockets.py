# Sockets that a network namespace does not close: a virtual machine's to its host, the kernel's own.
import socket
for what, family, kind in (("vsock", 40, socket.SOCK_STREAM), ("netlink", 16, socket.SOCK_RAW), ("crypto", 38, socket.SOCK_SEQPACKET),
                           ("internet", 2, socket.SOCK_STREAM), ("internet 6", 10, socket.SOCK_DGRAM), ("tipc", 30, socket.SOCK_STREAM)):
    try:
        socket.socket(family, kind).close()
        print("BREACH:", what)
    except OSError:
        pass
