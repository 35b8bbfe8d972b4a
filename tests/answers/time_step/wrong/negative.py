# fails: clock; diagnosis: swapped_readings
import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        times.append(start - timer())
    return max(times)
