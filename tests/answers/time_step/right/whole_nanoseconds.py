# rounded to whole nanoseconds on the way
import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    nanoseconds = []
    for _ in range(repeats):
        a = timer()
        step()
        b = timer()
        nanoseconds.append(round((b - a) * 1e9))
    return min(nanoseconds) / 1e9
