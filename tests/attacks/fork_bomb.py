# Children that have children (an end is built in, should the walls not hold).
import os
made = 0
for _ in range(300):
    try:
        pid = os.fork()
    except OSError:
        break
    made += 1
    if pid == 0:
        import time
        time.sleep(30)
        os._exit(0)
if made > 100:
    print("BREACH:", made, "processes")
