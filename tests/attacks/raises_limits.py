# Gives itself more of everything, and another time and name to the machine.
import resource, socket, time
for name in ("AS", "CPU", "FSIZE", "NPROC", "NOFILE"):
    number = getattr(resource, f"RLIMIT_{name}")
    soft, hard = resource.getrlimit(number)
    if hard == resource.RLIM_INFINITY:
        print("BREACH: no limit on", name)
    try:
        resource.setrlimit(number, (hard + 1, hard + 1))
        print("BREACH: raised", name)
    except (OSError, ValueError):
        pass
for what, attempt in {"hostname": lambda: socket.sethostname("attack"), "clock": lambda: time.clock_settime(time.CLOCK_REALTIME, time.time())}.items():
    try:
        attempt()
        print("BREACH:", what)
    except OSError:
        pass
