# fails: clock; diagnosis: set_up_for_step
import time

def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(lengths[0])()
    result = {}
    for n in lengths:
        times = []
        for _ in range(repeats):
            start = timer()
            step = make_step(n)
            times.append(timer() - start)
            step()
        result[n] = min(times)
    return result
