# prints as it goes, keeps times in an array of objects
import time
import warnings

import numpy as np


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    warnings.warn("this may take a while")
    make_step(lengths[0])()
    result = {}
    for n in lengths:
        print("length", n, end="; ")
        times = np.array([None] * repeats)
        i = 0
        while i < repeats:
            step = make_step(n)
            start = timer()
            out = step()
            times[i] = timer() - start
            i += 1
        result[n] = float(min(times))
    return result
