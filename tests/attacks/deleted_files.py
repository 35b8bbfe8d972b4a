# Files that are deleted and still open take room that no listing shows.
import os
written = 0
try:
    while written < 300_000_000:
        file = os.open("/tmp/x", os.O_CREAT | os.O_WRONLY)
        os.unlink("/tmp/x")
        written += os.write(file, b"x" * 10_000_000)
except OSError:
    pass
if written > 100_000_000:
    print("BREACH:", written, "bytes")
