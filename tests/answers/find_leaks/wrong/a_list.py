# fails: equals; diagnosis: another_type
import numpy as np


def find_leaks(attention, n, d):
    tokens = np.random.default_rng(0).normal(size=(3, n, d))
    before = attention(*tokens)
    leaks = []
    for j in range(n):
        changed = tokens.copy()
        changed[:, j] += 1e6
        leaks += [(i, j) for i in range(j) if (attention(*changed)[i] != before[i]).any()]
    return leaks
