# fails: clock; diagnosis: keys_are_no_lengths
import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(lengths[0])()
    result = {}
    for i, n in enumerate(lengths):
        times = []
        for _ in range(repeats):
            step = make_step(n)
            start = timer()
            step()
            times.append(timer() - start)
        result[i] = min(times)
    return result
