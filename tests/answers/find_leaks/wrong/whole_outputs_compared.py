# fails: equals; diagnosis: none
import numpy as np


def find_leaks(attention, n, d):
    T = np.random.default_rng(3).normal(size=(3, n, d))
    base = attention(*T)
    found = set()
    for j in range(n):
        P = T.copy()
        P[:, j] += 1e6
        if np.abs(attention(*P) - base).sum() > 0:
            found |= {(i, j) for i in range(j)}
    return found
