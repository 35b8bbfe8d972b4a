# Folders in folders without end, and links by the thousand.
import os
os.chdir("/tmp")
try:
    for depth in range(100_000):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
        os.symlink("x" * 3000, "link")
except OSError:
    pass
if depth > 30_000:
    print("BREACH:", depth, "folders")
