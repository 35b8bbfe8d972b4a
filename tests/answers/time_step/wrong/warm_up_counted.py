# fails: clock; diagnosis: warm_up_counted
import time


def time_step(step, repeats, timer=time.perf_counter):
    times = []
    for _ in range(repeats + 1):
        start = timer()
        step()
        times.append(timer() - start)
    return min(times)
