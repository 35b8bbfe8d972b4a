# Takes memory of the kernel's that no process is charged for: queues, semaphores, watches.
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for what, made in {"message queue": libc.msgget(0, 0o1600), "semaphores": libc.semget(0, 30_000, 0o1600),
                   "inotify": libc.inotify_init1(0), "fanotify": libc.fanotify_init(0x200, 0)}.items():
    if made >= 0:
        print("BREACH:", what)
