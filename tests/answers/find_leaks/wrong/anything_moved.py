# fails: equals; diagnosis: every_pair
import numpy as np


def find_leaks(attention, n, d):
    Q, K, V = np.random.default_rng(0).normal(size=(3, n, d))
    before = attention(Q, K, V)
    leaks = set()
    for i in range(n):
        for j in range(i + 1, n):
            Q2, K2, V2 = Q.copy(), K.copy(), V.copy()
            Q2[j], K2[j], V2[j] = 1e6, 1e6, 1e6
            if not np.array_equal(attention(Q2, K2, V2), before):
                leaks.add((i, j))
    return leaks
