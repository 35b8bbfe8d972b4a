# fails: equals; diagnosis: counts_the_past
import numpy as np


def find_leaks(attention, n, d):
    tokens = np.random.default_rng(0).normal(size=(3, n, d))
    before = attention(*tokens)
    leaks = set()
    for j in range(n):
        changed = tokens.copy()
        changed[:, j] += 1e6
        for i in np.flatnonzero((attention(*changed) != before).any(axis=1)):
            leaks.add((int(i), j))
    return leaks
