# Takes memory in several processes, each below any limit of its own.
import os, time
for _ in range(12):
    if os.fork() == 0:
        hoard = bytearray(b"x") * 400_000_000
        time.sleep(60)
        os._exit(0)
time.sleep(60)
print("BREACH: 4.8 GB in twelve processes")
