# fails: clock; diagnosis: reading_for_time
import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    times = []
    for _ in range(repeats):
        timer()
        step()
        times.append(timer())
    return min(times)
