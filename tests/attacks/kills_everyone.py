# Kills all it can see, its parent first.
import os, signal
for pid in (os.getppid(), 1, 0, -1):
    try:
        os.kill(pid, signal.SIGTERM if pid == 0 else signal.SIGKILL)
    except OSError:
        pass
