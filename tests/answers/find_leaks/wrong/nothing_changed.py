# fails: equals; diagnosis: same_numbers_before_and_after
import numpy as np


def find_leaks(attention, n, d):
    Q, K, V = np.random.default_rng(0).normal(size=(3, n, d))
    leaks = set()
    for j in range(n):
        Q[j] += 1e6
        before = attention(Q, K, V)
        after = attention(Q, K, V)
        leaks |= {(i, j) for i in range(j) if (after[i] != before[i]).any()}
    return leaks
