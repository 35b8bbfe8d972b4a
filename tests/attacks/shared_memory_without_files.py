# Takes memory that counts as one page: shared, and given back but for that page.
import ctypes, mmap
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype, libc.mmap.argtypes = ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_size_t] + 3 * [ctypes.c_int] + [ctypes.c_long]
libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
size, held = 50_000_000, 0
while held < 1_400_000_000:
    start = libc.mmap(None, size, 3, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS, -1, 0)
    if start in (None, 2**64 - 1):
        break
    ctypes.memset(start, 1, size)
    libc.munmap(start + 4096, size - 4096)
    held += size
if held > 1_300_000_000:
    print("BREACH:", held, "bytes that nobody is charged for")
try:
    with open("/dev/zero", "r+b") as file:
        mmap.mmap(file.fileno(), 4096)
    print("BREACH: shared memory by way of /dev/zero")
except OSError:
    pass
