# fails: equals; diagnosis: same_numbers_before_and_after
import numpy as np


def find_leaks(attention, n, d):
    rng = np.random.default_rng(0)
    Q, K, V = rng.normal(size=(3, n, d))
    leaks = set()
    for j in range(n):
        for which in range(3):
            for s in (1, -1, 1e3, -1e3, 1e6, -1e6):
                a = [Q, K, V]
                a[which][j] += s
                base = attention(Q, K, V)
                out = attention(*a)
                leaks |= {(i, j) for i in range(j) if (out[i] != base[i]).any()}
    return leaks
