# fails: clock; diagnosis: microseconds
import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        times.append(timer() - start)
    return sorted(times)[(repeats - 1) // 2] * 1e6
