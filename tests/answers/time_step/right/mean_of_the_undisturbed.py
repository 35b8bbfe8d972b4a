# the mean of all calls within half as much again of the fastest
import time

import numpy as np


def time_step(step, repeats, timer=time.perf_counter):
    step()
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        times.append(timer() - start)
    times = np.array(times)
    return times[times <= 1.5 * times.min()].mean()
