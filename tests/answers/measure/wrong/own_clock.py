# fails: clock; diagnosis: own_clock
import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(lengths[0])()
    result = {}
    for n in lengths:
        times = []
        for _ in range(repeats):
            step = make_step(n)
            start = time.perf_counter()
            step()
            times.append(time.perf_counter() - start)
        result[n] = min(times)
    return result
