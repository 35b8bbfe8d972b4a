# fails: clock; diagnosis: extremes_trimmed
import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        times.append(timer() - start)
    return (sum(times) - min(times) - max(times)) / (repeats - 2) if repeats > 2 else min(times)
