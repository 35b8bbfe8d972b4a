# every token in turn, one array at a time, up and down
import numpy as np


def find_leaks(attention, n, d):
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(3, n, d))
    before = attention(*inputs)
    leaks = set()
    for j in range(1, n):
        for which in range(3):
            for change in (1e6, -1e6):
                changed = inputs.copy()
                changed[which, j] += change
                after = attention(*changed)
                for i in range(j):
                    if not np.array_equal(before[i], after[i]):
                        leaks.add((i, j))
    return leaks
