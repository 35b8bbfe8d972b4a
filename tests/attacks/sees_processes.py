# Looks for other processes.
import os
others = [pid for pid in os.listdir("/proc") if pid.isdigit() and int(pid) not in (1, os.getpid())]
if others:
    print("BREACH:", others)
