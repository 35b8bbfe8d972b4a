# fails: equals; diagnosis: small_change
import numpy as np


def find_leaks(attention, n, d, eps=1e-4):
    T = np.random.default_rng(3).normal(size=(3, n, d))
    base = attention(*T)
    found = set()
    for j in range(n):
        for a in range(3):
            for c in range(d):
                P = T.copy()
                P[a, j, c] += eps
                slope = (attention(*P) - base) / eps
                found |= {(i, j) for i in range(j) if np.abs(slope[i]).max() > 1e-9}
    return found
