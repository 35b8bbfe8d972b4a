# Changes what the kernel notes of this process: its users, scores, groups; opens its own files anew with other rights.
import os
for name in ("mem", "oom_adj", "uid_map", "gid_map", "setgroups", "loginuid", "autogroup", "timens_offsets", "coredump_filter", "exe"):
    try:
        os.close(os.open(f"/proc/self/{name}", os.O_RDWR))
        print("BREACH:", name)
    except OSError:
        pass
for fd in os.listdir("/proc/self/fd"):
    try:
        os.close(os.open(f"/proc/self/fd/{fd}", os.O_WRONLY))
        if os.readlink(f"/proc/self/fd/{fd}") != "/dev/null":
            print("BREACH:", os.readlink(f"/proc/self/fd/{fd}"))
    except OSError:
        pass
