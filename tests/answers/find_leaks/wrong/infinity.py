# fails: equals; diagnosis: changes_to_nan
import numpy as np


def find_leaks(attention, n, d):
    T = np.random.default_rng(3).normal(size=(3, n, d))
    base = attention(*T)
    found = set()
    for j in range(1, n):
        P = T.copy()
        P[:, j] = np.inf
        out = attention(*P)
        found |= {(i, j) for i in range(j) if not np.array_equal(out[i], base[i])}
    return found
