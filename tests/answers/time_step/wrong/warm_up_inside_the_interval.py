# fails: clock; diagnosis: total_for_one_call
import time


def time_step(step, repeats, timer=time.perf_counter):
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        step()
        times.append(timer() - start)
    return min(times)
