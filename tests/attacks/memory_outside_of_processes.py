# Takes memory that belongs to no process: memfd, System V shared memory.
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
try:
    os.memfd_create("hoard")
    print("BREACH: memfd_create")
except (OSError, AttributeError):
    pass
if libc.shmget(1234, ctypes.c_size_t(4096), 0o1666) >= 0:
    print("BREACH: shmget")
