# fails: clock; diagnosis: cache_grows_across_repeats
import time


def time_step(step, repeats, timer):
    step()
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        times.append(timer() - start)
    return min(times)


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    return {n: time_step(make_step(n), repeats, timer) for n in lengths}
