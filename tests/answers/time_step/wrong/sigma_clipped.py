# fails: clock; diagnosis: clipped_by_deviation
import time
import numpy as np

def time_step(step, repeats, timer=time.perf_counter):
    step()
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        times.append(timer() - start)
    times = np.array(times)
    good = times[abs(times - times.mean()) <= times.std()]
    return good.mean()
