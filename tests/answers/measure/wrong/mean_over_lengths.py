# fails: clock; diagnosis: one_list_for_all_lengths
import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(lengths[0])()
    times = []
    for n in lengths:
        for _ in range(repeats):
            step = make_step(n)
            start = timer()
            step()
            times.append(timer() - start)
    return {n: min(times) for n in lengths}
