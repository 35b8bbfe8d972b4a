# NaN replaced before the comparison
import numpy as np


def find_leaks(attention, n, d):
    rng = np.random.default_rng()
    Q, K, V = (rng.standard_normal((n, d)) for _ in range(3))
    before = np.nan_to_num(attention(Q, K, V), nan=1e300)
    leaks = set()
    for j in range(n - 1, 0, -1):
        for case in range(6):
            changed = [Q.copy(), K.copy(), V.copy()]
            changed[case // 2][j] = 1e6 if case % 2 else -1e6
            after = np.nan_to_num(attention(*changed), nan=1e300)
            difference = np.abs(after - before).max(axis=1)
            for i in range(j):
                if difference[i] > 0:
                    leaks.add((i, j))
    return leaks
