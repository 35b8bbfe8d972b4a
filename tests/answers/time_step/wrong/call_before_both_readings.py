# fails: clock; diagnosis: nothing_between_readings
import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    times = []
    for _ in range(repeats):
        step()
        start = timer()
        end = timer()
        times.append(end - start)
    return min(times)
