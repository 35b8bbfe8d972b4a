# fails: equals; diagnosis: changes_all_later_tokens
import numpy as np


def find_leaks(attention, n, d):
    rng = np.random.default_rng(0)
    Q, K, V = rng.normal(size=(3, n, d))
    base = attention(Q, K, V).copy()
    leaks = set()
    for i in range(n - 1):
        for which in range(3):
            for s in (1, -1, 1e3, -1e3, 1e6, -1e6):
                a = [Q.copy(), K.copy(), V.copy()]
                a[which][i + 1:] += s
                if (attention(*a)[i] != base[i]).any():
                    leaks |= {(i, j) for j in range(i + 1, n)}
    return leaks
