# fails: equals; diagnosis: changes_only_v
import numpy as np


def find_leaks(attention, n, d):
    Q, K, V = np.random.default_rng(0).normal(size=(3, n, d))
    before = attention(Q, K, V)
    leaks = set()
    for j in range(n):
        V2 = V.copy()
        V2[j] += 1e6
        after = attention(Q, K, V2)
        leaks |= {(i, j) for i in range(j) if not np.array_equal(before[i], after[i])}
    return leaks
