# fails: equals; diagnosis: changes_upwards_only
import numpy as np


def find_leaks(attention, n, d):
    rng = np.random.default_rng(0)
    Q, K, V = rng.normal(size=(3, n, d))
    before = attention(Q, K, V)
    leaks = set()
    for j in range(1, n):
        changed = [A.copy() for A in (Q, K, V)]
        for A in changed:
            A[j] += 1e6
        after = attention(*changed)
        for i in range(j):
            if not np.array_equal(before[i], after[i]):
                leaks.add((i, j))
    return leaks
