# fails: clock; diagnosis: smallest_from_zero

import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    best = 0
    for _ in range(repeats):
        start = timer()
        step()
        best = min(best, timer() - start)
    return best
