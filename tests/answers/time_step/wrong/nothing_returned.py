# fails: clock; diagnosis: nothing_returned
import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        times.append(timer() - start)
    return None
