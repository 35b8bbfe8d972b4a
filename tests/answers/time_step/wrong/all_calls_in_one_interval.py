# fails: clock; diagnosis: total_for_one_call
import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    start = timer()
    for _ in range(repeats):
        step()
    return timer() - start
