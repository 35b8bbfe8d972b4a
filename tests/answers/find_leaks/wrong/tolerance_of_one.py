# fails: equals; diagnosis: finds_nothing
import numpy as np


def find_leaks(attention, n, d):
    T = np.random.default_rng(3).normal(size=(3, n, d))
    base = attention(*T)
    found = set()
    for j in range(n):
        P = T.copy()
        P[:, j] += 1.0
        out = attention(*P)
        found |= {(i, j) for i in range(j) if np.abs(out[i] - base[i]).max() > 1.0}
    return found
