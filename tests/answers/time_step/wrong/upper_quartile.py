# fails: clock; diagnosis: upper_quartile
import time

import numpy as np


def time_step(step, repeats, timer=time.perf_counter):
    step()
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        times.append(timer() - start)
    return np.percentile(times, 75)
