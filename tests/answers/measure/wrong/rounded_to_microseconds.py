# fails: clock; diagnosis: coarse_numbers
import statistics
import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(lengths[0])()
    result = {}
    for n in lengths:
        times = []
        for _ in range(repeats):
            step = make_step(n)
            start = timer()
            step()
            times.append(timer() - start)
        result[n] = round(statistics.median(times), 6)
    return result
