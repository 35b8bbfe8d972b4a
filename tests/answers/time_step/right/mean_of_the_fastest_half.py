# the mean of the fastest half
import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    times = []
    while len(times) < repeats:
        t0 = timer()
        step()
        t1 = timer()
        times.append(t1 - t0)
    fastest = sorted(times)[:(repeats + 1) // 2]
    return sum(fastest) / len(fastest)
