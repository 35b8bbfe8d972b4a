# fails: clock; diagnosis: step_warmed_up
import time

import numpy as np


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    warmed = False
    out = {n: [] for n in lengths}
    for n in lengths:
        for _ in range(repeats):
            step = make_step(n)
            if not warmed:
                step()
                warmed = True
            start = timer()
            step()
            out[n].append(timer() - start)
    return {n: np.median(t) for n, t in out.items()}
