# fails: clock; diagnosis: no_warm_up
import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    result = {}
    for n in lengths:
        times = []
        for _ in range(repeats):
            step = make_step(n)
            start = timer()
            step()
            times.append(timer() - start)
        result[n] = min(times)
    return result
