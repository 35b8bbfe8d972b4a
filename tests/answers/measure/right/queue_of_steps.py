# all steps made beforehand, in a queue
from collections import deque
import time

import numpy as np


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(min(lengths))()
    jobs = deque((n, make_step(n)) for n in lengths for _ in range(repeats))
    times = {n: [] for n in lengths}
    while jobs:
        n, step = jobs.popleft()
        a = timer()
        step()
        b = timer()
        times[n].append(b - a)
    return {n: float(np.percentile(t, 50)) for n, t in times.items()}
