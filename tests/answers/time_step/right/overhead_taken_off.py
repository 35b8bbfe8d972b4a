# the time of reading the timer taken off
import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    a = timer()
    overhead = timer() - a
    ts = []
    for _ in range(repeats):
        s = timer()
        step()
        ts.append(timer() - s - overhead)
    return min(ts)
