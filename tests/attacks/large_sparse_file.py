# A file of a terabyte that takes no room.
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    with open("/tmp/large", "wb") as file:
        file.truncate(10**12)
    print("BREACH: a file of a terabyte")
except OSError:
    pass
