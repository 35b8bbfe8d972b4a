# fails: equals; diagnosis: changes_all_later_tokens
import numpy as np


def find_leaks(attention, n, d):
    Q, K, V = np.random.default_rng(3).normal(size=(3, n, d))
    base = attention(Q, K, V)
    found = set()
    for j in range(n - 1, 0, -1):
        Q2, K2, V2 = Q, K, V
        Q2[j] = K2[j] = V2[j] = 1e6
        out = attention(Q2, K2, V2)
        found |= {(i, j) for i in range(j) if (out[i] != base[i]).any()}
    return found
