# fails: clock; diagnosis: step_never_called
import time


def time_step(step, repeats, timer=time.perf_counter):
    times = []
    for _ in range(repeats):
        start = timer()
        step
        times.append(timer() - start)
    return min(times)
