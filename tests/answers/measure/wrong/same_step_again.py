# fails: clock; diagnosis: cache_grows_across_repeats
import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(lengths[0])()
    result = {}
    for n in lengths:
        times = []
        step = make_step(n)
        for _ in range(repeats):
            start = timer()
            step()
            times.append(timer() - start)
        result[n] = min(times)
    return result
