# rounds over all lengths, the median at each
import time

import numpy as np


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(lengths[0])()
    times = {n: [] for n in lengths}
    for _ in range(repeats):
        for n in lengths:
            step = make_step(n)
            start = timer()
            step()
            times[n].append(timer() - start)
    return {n: float(np.median(seconds)) for n, seconds in times.items()}
