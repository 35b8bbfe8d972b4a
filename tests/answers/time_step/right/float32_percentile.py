# a percentile, as a float32
import time

import numpy as np


def time_step(step, repeats, timer=time.perf_counter):
    for _ in range(2):
        step()
    laps = []
    for lap in range(repeats):
        t = timer()
        step()
        laps += [timer() - t]
    return np.float32(np.percentile(laps, 40))
