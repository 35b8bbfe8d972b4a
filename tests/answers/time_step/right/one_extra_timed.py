# the warm-up is timed, too, and left out
import time
import numpy as np

def time_step(step, repeats, timer=time.perf_counter):
    times = []
    for _ in range(repeats + 1):
        start = timer()
        step()
        times.append(timer() - start)
    return np.median(times[1:])
