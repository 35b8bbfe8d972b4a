# fails: clock; diagnosis: none
import time
import timeit


def time_step(step, repeats, timer=time.perf_counter):
    return min(timeit.repeat(step, timer=timer, repeat=repeats))
