# fails: clock; diagnosis: slowest_dropped
import time

import numpy as np


def time_step(step, repeats, timer=time.perf_counter):
    step()
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        times.append(timer() - start)
    if len(times) > 1:
        times.remove(max(times))
    return np.mean(times)
