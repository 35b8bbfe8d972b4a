# Threads without end (an end is built in).
import threading, time
made = 0
try:
    for _ in range(300):
        threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
        made += 1
except RuntimeError:
    pass
if made > 100:
    print("BREACH:", made, "threads")
