# Signals to every number that may be a process, or a group, of somebody else's. (Signal 0: it only asks.)
import os
for ask, ours in ((os.kill, os.getpid()), (os.killpg, os.getpgid(0))):
    for number in range(2, 40_000):
        try:
            ask(number, 0)
        except OSError:
            continue
        if number != ours:
            print("BREACH:", ask.__name__, number)
            break
