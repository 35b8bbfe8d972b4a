# fails: clock; diagnosis: one_list_for_all_lengths

import time

import numpy as np


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(lengths[0])()
    times = dict.fromkeys(lengths, [])
    for n in lengths:
        for _ in range(repeats):
            step = make_step(n)
            start = timer()
            step()
            times[n].append(timer() - start)
    return {n: np.median(own) for n, own in times.items()}
