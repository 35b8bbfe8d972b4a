# fails: equals; diagnosis: stops_at_first_leak
import numpy as np


def find_leaks(attention, n, d):
    T = np.random.default_rng(3).normal(size=(3, n, d))
    base = attention(*T)
    for j in range(n):
        P = T.copy()
        P[:, j] += 1e6
        out = attention(*P)
        for i in range(j):
            if (out[i] != base[i]).any():
                return {(i, j)}
    return set()
