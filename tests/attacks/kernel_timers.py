# Makes timers and queued signals without end (an end is built in): memory of the kernel's, shared out by user.
import ctypes
libc, timer, made = ctypes.CDLL(None), ctypes.c_void_p(), 0
while made < 1000 and libc.timer_create(0, None, ctypes.byref(timer)) == 0:
    made += 1
if made > 100:
    print("BREACH:", made, "timers")
