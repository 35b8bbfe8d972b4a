# Prints for ever, to sys.stdout and past it.
import os
while True:
    print("x" * 100_000)
    os.write(1, b"x" * 100_000)
    os.write(2, b"x" * 100_000)
