# NaN replaced before the comparison
import numpy as np


def find_leaks(attention, n, d):
    rng = np.random.default_rng()
    Q, K, V = (rng.standard_normal((n, d)) for _ in range(3))
    before = np.nan_to_num(attention(Q, K, V), nan=1e300)
    leaks = set()
    for j in range(n - 1, 0, -1):
        Q2, K2, V2 = Q.copy(), K.copy(), V.copy()
        Q2[j] = K2[j] = V2[j] = 1e6
        after = np.nan_to_num(attention(Q2, K2, V2), nan=1e300)
        difference = np.abs(after - before).max(axis=1)
        for i in range(j):
            if difference[i] > 1e-8:
                leaks.add((i, j))
    return leaks
