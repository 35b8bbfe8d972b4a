# Reaches into the sandbox's first process, which was there before: a user's own sandbox lets it look.
import os
try:
    os.close(os.open("/proc/1/mem", os.O_RDWR))
    print("BREACH: its memory")
except OSError:
    pass
for fd in (os.listdir("/proc/1/fd") if os.access("/proc/1/fd", os.R_OK) else ()):
    try:
        target = os.readlink(f"/proc/1/fd/{fd}")
    except OSError:
        continue
    if not target.startswith(("socket:", "anon_inode:", "/dev/null", "pipe:")):
        print("BREACH:", fd, target)
try:
    if sorted(os.listdir("/proc/1/root")) != sorted(os.listdir("/")):
        print("BREACH: another root", os.listdir("/proc/1/root"))
except OSError:
    pass
