# a table of all times, the mean of the fastest half of each column
import time

import numpy as np


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    lengths = [int(n) for n in lengths]
    table = np.zeros((repeats, len(lengths)))
    make_step(lengths[-1])()
    for r, row in enumerate(table):
        steps = [make_step(n) for n in lengths]
        for c, step in enumerate(steps):
            row[c] -= timer()
            step()
            row[c] += timer()
    table.sort(axis=0)
    best = table[:(repeats + 1) // 2].mean(axis=0)
    return dict(zip(lengths, best.tolist()))
