# timeit.repeat, one call a round
import time
import timeit


def time_step(step, repeats, timer=time.perf_counter):
    step()
    return min(timeit.repeat(step, timer=timer, repeat=repeats, number=1))
