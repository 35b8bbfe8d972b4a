# the warm-up is timed like the others and left out
import time


def time_step(step, repeats, timer=time.perf_counter):
    times = []
    for i in range(repeats + 1):
        start = timer()
        step()
        elapsed = timer() - start
        if i > 0:
            times.append(elapsed)
    return min(times)
