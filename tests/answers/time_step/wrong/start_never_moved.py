# fails: clock; diagnosis: cumulative_times
import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    start = timer()
    times = []
    for _ in range(repeats):
        step()
        times.append(timer() - start)
    return sorted(times)[len(times) // 2]
