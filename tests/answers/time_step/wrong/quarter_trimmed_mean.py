# fails: clock; diagnosis: none
import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        times.append(timer() - start)
    times.sort()
    cut = repeats // 4
    kept = times[cut:repeats - cut]
    return sum(kept) / len(kept)
