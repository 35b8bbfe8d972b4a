# Calls a server of the host's by a name that needs no file.
import socket
try:
    socket.socket(socket.AF_UNIX).connect("\0" + CANARY)
    print("BREACH: abstract socket")
except OSError:
    pass
