# garbage collection off while timing, the overhead of a reading taken off
import gc
import time


def time_step(step, repeats, timer=time.perf_counter):
    start = timer()
    overhead = timer() - start
    step()
    step()
    gc.disable()
    try:
        times = []
        for _ in range(repeats):
            start = timer()
            step()
            times.append(timer() - start - overhead)
    finally:
        gc.enable()
    return max(0.0, min(times))
