# fails: clock; diagnosis: above_the_middle
import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    ts = []
    for _ in range(repeats):
        s = timer()
        step()
        ts.append(timer() - s)
    return sorted(ts)[len(ts) // 2 + 1 if len(ts) > 2 else -1]
