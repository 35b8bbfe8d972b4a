# fails: clock; diagnosis: total_for_one_call
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
        result[n] = times[0]
    return result
