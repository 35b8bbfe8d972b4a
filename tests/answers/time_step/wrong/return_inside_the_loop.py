# fails: clock; diagnosis: fewer_repeats

import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    for _ in range(repeats):
        start = timer()
        step()
        return timer() - start
