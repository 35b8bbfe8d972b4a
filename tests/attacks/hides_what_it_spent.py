# Makes the system forget what was spent: the most memory ever held, and the time of children that ended.
import ctypes, signal
try:
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    print("BREACH: the peak of memory is reset")
except OSError:
    pass
try:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("BREACH: children's processor time is not counted")
except OSError:
    pass
if ctypes.CDLL(None).prctl(4, 0, 0, 0, 0) == 0:
    print("BREACH: hidden from whoever looks from outside")
