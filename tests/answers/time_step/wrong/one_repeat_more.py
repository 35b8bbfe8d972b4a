# fails: clock; diagnosis: more_repeats
import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    times = []
    for _ in range(repeats + 1):
        start = timer()
        step()
        times.append(timer() - start)
    return min(times)
