# fails: clock; diagnosis: middle_of_unsorted
import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        times.append(timer() - start)
    return times[repeats // 2]
