# Makes files without end: empty, so that they take no room in /tmp, and a kilobyte each elsewhere.
import os, time
for number in range(200_000):
    os.close(os.open(f"/tmp/{number}", os.O_CREAT | os.O_WRONLY))
time.sleep(1)
print("BREACH:", number + 1, "files")
