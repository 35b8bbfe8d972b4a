# all steps of all lengths are made before anything is timed
import time

import numpy as np


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    ready = [(n, make_step(n)) for _ in range(repeats) for n in lengths]
    make_step(lengths[0])()
    times = {n: np.array([]) for n in lengths}
    for n, step in ready:
        t = timer()
        step()
        t = timer() - t
        times[n] = np.append(times[n], t)
    return {n: np.quantile(t, 0.25) for n, t in times.items()}
