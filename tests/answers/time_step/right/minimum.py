# the minimum
import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    best = float("inf")
    for _ in range(repeats):
        start = timer()
        step()
        elapsed = timer() - start
        if elapsed < best:
            best = elapsed
    return best
