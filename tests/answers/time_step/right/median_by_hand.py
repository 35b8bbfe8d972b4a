# the lower median by hand, three warm-up calls
import time


def time_step(step, repeats, timer=time.perf_counter):
    for _ in range(3):
        step()
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        end = timer()
        times.append(end - start)
    times.sort()
    return times[(len(times) - 1) // 2]
