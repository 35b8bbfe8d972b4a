# np.median of an array filled in place, a NumPy float comes back
import time

import numpy as np


def time_step(step, repeats, timer=time.perf_counter):
    times = np.zeros(repeats)
    step()
    for i in range(repeats):
        times[i] = -timer()
        step()
        times[i] += timer()
    return np.median(times)
