# fails: equals; diagnosis: small_change
import numpy as np


def find_leaks(attention, n, d):
    T = np.random.default_rng(3).normal(size=(3, n, d))
    base = attention(*T)
    found = set()
    for j in range(1, n):
        P = T.copy()
        P[:, j] = np.random.default_rng(j).normal(size=(3, d)) * 10
        out = attention(*P)
        for i in range(j):
            if not np.allclose(out[i], base[i]):
                found.add((i, j))
    return found
