# fails: clock; diagnosis: step_never_called
import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(lengths[0])
    result = {}
    for n in lengths:
        times = []
        for _ in range(repeats):
            start = timer()
            make_step(n)
            times.append(timer() - start)
        result[n] = min(times)
    return result
