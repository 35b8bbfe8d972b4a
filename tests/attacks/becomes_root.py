# Tries to become root: calls, capabilities, set-uid programs.
import os, subprocess
for what, attempt in {"setuid": lambda: os.setuid(0), "setgid": lambda: os.setgid(0), "setresuid": lambda: os.setresuid(0, 0, 0),
                      "setgroups": lambda: os.setgroups([0]), "chroot": lambda: os.chroot("/tmp"), "nice": lambda: os.nice(-5),
                      "real time": lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))}.items():
    try:
        attempt()
        print("BREACH:", what)
    except OSError:
        pass
if os.geteuid() == 0 or os.getuid() == 0:
    print("BREACH: root")
for program in (["su", "-c", "id -u"], ["sudo", "-n", "id", "-u"], ["mount", "-t", "tmpfs", "x", "/tmp"], ["newgrp"]):
    try:
        done = subprocess.run(program, capture_output=True, stdin=subprocess.DEVNULL, timeout=5)
        if done.stdout.strip() == b"0" or done.returncode == 0 and program[0] == "mount":
            print("BREACH:", program)
    except (OSError, subprocess.TimeoutExpired):
        pass
