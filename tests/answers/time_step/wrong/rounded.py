# fails: clock; diagnosis: coarse_numbers
import time

import numpy as np


def time_step(step, repeats, timer=time.perf_counter):
    step()
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        times.append(timer() - start)
    return round(np.median(times), 3)
