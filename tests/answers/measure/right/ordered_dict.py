# an OrderedDict, timeit underneath
import time
import timeit
from collections import OrderedDict


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(lengths[0])()
    result = OrderedDict()
    for n in sorted(lengths):
        result[n] = min(timeit.timeit(make_step(n), timer=timer, number=1) for _ in range(repeats))
    return result
