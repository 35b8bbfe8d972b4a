# Delays its own end: finalisers, exit handlers, threads and an excepthook that never return.
import atexit, sys, threading, time
class Stays:
    def __del__(self):
        time.sleep(600)
keep = Stays()
atexit.register(time.sleep, 600)
threading.Thread(target=time.sleep, args=(600,)).start()
threading._shutdown = lambda: time.sleep(600)
sys.excepthook = lambda *a: time.sleep(600)
