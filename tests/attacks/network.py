# Reaches for the network: a server on this machine, names, raw sockets.
import socket
for what, attempt in {
    "loopback": lambda: socket.create_connection(("127.0.0.1", PORT), timeout=1),
    "any address of the host": lambda: socket.create_connection((socket.gethostbyname(socket.gethostname()), PORT), timeout=1),
    "names": lambda: socket.gethostbyname("python.org"),
    "raw": lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP),
    "packets": lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW),
}.items():
    try:
        attempt()
        print("BREACH:", what)
    except OSError:
        pass
