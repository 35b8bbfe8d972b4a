# each reading ends one call and begins the next
import time
import numpy as np

def time_step(step, repeats, timer=time.perf_counter):
    step()
    readings = [timer()]
    for _ in range(repeats):
        step()
        readings.append(timer())
    return np.median(np.diff(readings))
