# fails: clock; diagnosis: cache_grows_across_repeats
import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    steps = {n: make_step(n) for n in lengths}
    for step in steps.values():
        step()
    times = {n: [] for n in lengths}
    for _ in range(repeats):
        for n, step in steps.items():
            start = timer()
            step()
            times[n].append(timer() - start)
    return {n: min(t) for n, t in times.items()}
