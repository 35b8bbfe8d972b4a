# fails: clock; diagnosis: calls_timed_together
import time
import timeit


def time_step(step, repeats, timer=time.perf_counter):
    step()
    return timeit.timeit(step, timer=timer, number=repeats) / repeats
