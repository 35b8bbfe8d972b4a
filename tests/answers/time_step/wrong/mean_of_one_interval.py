# fails: clock; diagnosis: calls_timed_together
import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    start = timer()
    for _ in range(repeats):
        step()
    end = timer()
    return (end - start) / repeats
