# Looks at the environment, its own and everyone else's.
import glob, os
if "canary" in str(os.environ):
    print("BREACH: os.environ")
for path in glob.glob("/proc/[0-9]*/environ"):
    try:
        with open(path, "rb") as file:
            if b"canary" in file.read():
                print("BREACH:", path)
    except OSError:
        pass
