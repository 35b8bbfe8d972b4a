# a warm-up before every timed call
import time


def time_step(step, repeats, timer=time.perf_counter):
    times = []
    for _ in range(repeats):
        step()
        start = timer()
        step()
        times.append(timer() - start)
    return min(times)
