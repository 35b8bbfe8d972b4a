# fails: equals; diagnosis: changes_only_q
import numpy as np


def find_leaks(attention, n, d):
    Q, K, V = np.random.default_rng(3).normal(size=(3, n, d))
    base = attention(Q, K, V)
    found = set()
    for j in range(n):
        P = Q.copy()
        P[j] = 1e6
        out = attention(P, K, V)
        found |= {(i, j) for i in range(j) if not np.array_equal(out[i], base[i])}
    return found
