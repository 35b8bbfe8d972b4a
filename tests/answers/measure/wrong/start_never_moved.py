# fails: clock; diagnosis: cumulative_times
import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(lengths[0])()
    result = {}
    for n in lengths:
        times = []
        steps = [make_step(n) for _ in range(repeats)]
        start = timer()
        for step in steps:
            step()
            times.append(timer() - start)
        result[n] = sorted(times)[repeats // 2]
    return result
