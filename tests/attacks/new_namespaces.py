# Makes namespaces of its own, where it would be root.
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for what, number in {"user": 0x10000000, "mount": 0x20000, "network": 0x40000000, "process": 0x20000000}.items():
    if libc.unshare(number) == 0:
        print("BREACH: unshare", what)
if libc.mount(b"x", b"/tmp", b"tmpfs", 0, None) == 0:
    print("BREACH: mount")
stack = ctypes.create_string_buffer(65_536)
child = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(lambda _: 0)
if libc.clone(child, ctypes.byref(stack, 60_000), 0x10000000 | 17, None) > 0:
    print("BREACH: clone")
