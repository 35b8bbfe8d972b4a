# fails: clock; diagnosis: set_up_inside
import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(lengths[0])()
    result = {}
    for n in lengths:
        times = []
        for _ in range(repeats):
            start = timer()
            step = make_step(n)
            step()
            times.append(timer() - start)
        result[n] = sum(times) / repeats
    return result
