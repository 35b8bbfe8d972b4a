# fails: clock; diagnosis: own_clock
import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    times = []
    for _ in range(repeats):
        start = time.time()
        step()
        times.append(time.time() - start)
    return min(times)
