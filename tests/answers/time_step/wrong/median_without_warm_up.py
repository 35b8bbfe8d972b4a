# fails: clock; diagnosis: no_warm_up
import time

import numpy as np


def time_step(step, repeats, timer=time.perf_counter):
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        times.append(timer() - start)
    return np.median(times)
