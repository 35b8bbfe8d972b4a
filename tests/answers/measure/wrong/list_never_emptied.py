# fails: clock; diagnosis: list_never_emptied

import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(lengths[0])()
    seconds, times = {}, []
    for n in lengths:
        for _ in range(repeats):
            step = make_step(n)
            start = timer()
            step()
            times.append(timer() - start)
        seconds[n] = min(times)
    return seconds
