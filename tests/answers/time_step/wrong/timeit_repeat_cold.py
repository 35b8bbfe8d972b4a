# fails: clock; diagnosis: no_warm_up
import time
import timeit


def time_step(step, repeats, timer=time.perf_counter):
    return min(timeit.repeat(step, timer=timer, repeat=repeats, number=1))
