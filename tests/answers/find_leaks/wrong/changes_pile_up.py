# fails: equals; diagnosis: every_pair
import numpy as np


def find_leaks(attention, n, d):
    Q, K, V = np.random.default_rng(0).normal(size=(3, n, d))
    before = attention(Q, K, V)
    leaks = set()
    for j in range(n):
        for A in (Q, K, V):
            A[j] += 1e6
        after = attention(Q, K, V)
        leaks |= {(i, j) for i in range(j) if (after[i] != before[i]).any()}
    return leaks
