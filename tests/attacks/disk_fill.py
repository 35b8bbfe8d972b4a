# Fills the disk.
written = 0
try:
    for number in range(40):
        with open(f"/tmp/{number}", "wb", buffering=0) as file:
            written += file.write(b"x" * 10_000_000)
except OSError:
    pass
if written > 100_000_000:
    print("BREACH:", written, "bytes")
