# fails: clock; diagnosis: coarse_numbers
import time

def time_step(step, repeats, timer=time.perf_counter):
    step()
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        times.append(round(timer() - start, 6))
    return min(times)
