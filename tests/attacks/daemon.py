# Leaves a process behind that has cut all ties it can.
import os, time
if os.fork() == 0:
    try:
        os.setsid()
        print("BREACH: a session of its own")
    except OSError:
        pass
    if os.fork() == 0:
        time.sleep(600)
    os._exit(0)
os._exit(0)
