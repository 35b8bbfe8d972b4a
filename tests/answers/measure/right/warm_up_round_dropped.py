# one round more, timed and dropped
import time
from collections import defaultdict


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    rounds = defaultdict(list)
    for r in range(repeats + 1):
        for n in lengths:
            step = make_step(n)
            start = timer()
            step()
            elapsed = timer() - start
            if r:
                rounds[n].append(elapsed)
    return dict({n: min(times) for n, times in rounds.items()})
