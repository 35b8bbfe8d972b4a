# fails: clock; diagnosis: no_warm_up
import time


def time_step(step, repeats, timer=time.perf_counter):
    times = []
    for _ in range(max(repeats, 2)):
        start = timer()
        step()
        times.append(timer() - start)
    return min(times[1:])
