# Stops itself and its children: a stopped process runs no handlers.
import os, signal, time
for _ in range(4):
    if os.fork() == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
        time.sleep(600)
os.kill(os.getpid(), signal.SIGSTOP)
