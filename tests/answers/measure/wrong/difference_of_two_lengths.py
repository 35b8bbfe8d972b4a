# fails: clock; diagnosis: none
import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(lengths[0])()
    result, before = {}, 0.0
    for n in lengths:
        times = []
        for _ in range(repeats):
            step = make_step(n)
            start = timer()
            step()
            times.append(timer() - start)
        result[n] = min(times) - before
        before = min(times)
    return result
