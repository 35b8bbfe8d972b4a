# fails: equals; diagnosis: compares_sums
import numpy as np


def find_leaks(attention, n, d):
    inputs = np.random.default_rng(0).normal(size=(3, n, d))
    before = attention(*inputs).sum(axis=1)
    leaks = set()
    for j in range(n):
        for which in range(3):
            for change in (1e6, -1e6):
                changed = inputs.copy()
                changed[which, j] += change
                after = attention(*changed).sum(axis=1)
                leaks |= {(i, j) for i in range(j) if after[i] != before[i]}
    return leaks
