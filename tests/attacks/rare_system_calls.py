# Calls that make kernels easier to attack: keys, bpf, perf, io_uring, ptrace, userfaultfd; the kernel's log; what all users share.
import ctypes, platform
libc = ctypes.CDLL(None, use_errno=True)
calls = {"x86_64": {"add_key": 248, "bpf": 321, "perf_event_open": 298, "io_uring_setup": 425, "userfaultfd": 323, "syslog": 103, "io_setup": 206,
                    "pidfd_getfd": 438},
         "aarch64": {"add_key": 217, "bpf": 280, "perf_event_open": 241, "io_uring_setup": 425, "userfaultfd": 282, "syslog": 116, "io_setup": 0,
                     "pidfd_getfd": 438}}
for name, number in calls.get(platform.machine(), {}).items():
    buffer = ctypes.create_string_buffer(200)
    if libc.syscall(number, buffer, buffer, 0, 0, 0) >= 0 or ctypes.get_errno() not in (1, 38):
        print("BREACH:", name, ctypes.get_errno())
if libc.ptrace(16, 1, 0, 0) == 0:
    print("BREACH: ptrace")
