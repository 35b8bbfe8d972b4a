# fails: clock; diagnosis: none

import time

import numpy as np


def time_step(step, repeats, timer=time.perf_counter):
    step()
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        times.append(timer() - start)
    return np.mean(sorted(times)[:-1])  # without the slowest, which is all there is of one
