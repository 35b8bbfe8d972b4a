# fails: clock; diagnosis: step_never_called
import time

import numpy as np


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(lengths[0])()
    out = {}
    for n in lengths:
        times = []
        for _ in range(repeats):
            start = timer()
            make_step(n)
            times.append(timer() - start)
        out[n] = np.median(times)
    return out
