# Tries to write everywhere but in /tmp.
import os
tried = 0
for top in ("/", "/usr", "/etc", "/grading", "/dev", "/dev/shm", "/proc", "/work", "/root", "/var", "/home", HIDDEN):
    for folder, folders, files in os.walk(top):
        if folder.count("/") > 4 or folder.startswith(("/tmp", "/proc/")):
            folders[:] = []
            continue
        for name in ["attack", *files[:2]]:
            tried += 1
            try:
                os.close(os.open(os.path.join(folder, name), os.O_WRONLY | os.O_CREAT))
                if not folder.startswith("/dev"):
                    print("BREACH:", folder, name)
            except OSError:
                pass
        if tried > 20_000:
            break
