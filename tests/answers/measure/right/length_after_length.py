# one length after another, the median, np.float64 values
import time

import numpy as np


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    warm = make_step(lengths[0])
    warm()
    result = {}
    for n in lengths:
        times = np.empty(repeats)
        for r in range(repeats):
            step = make_step(n)
            t0 = timer()
            step()
            times[r] = timer() - t0
        result[n] = np.median(times)
    return result
