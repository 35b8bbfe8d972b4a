# fails: equals; diagnosis: equal_tokens
import numpy as np


def find_leaks(attention, n, d):
    Q, K, V = np.ones((n, d)), np.ones((n, d)), np.ones((n, d))
    before = attention(Q, K, V)
    leaks = set()
    for j in range(n):
        larger = K.copy()
        larger[j] += 1e6
        after = attention(Q, larger, V)
        leaks |= {(i, j) for i in range(j) if (after[i] != before[i]).any()}
    return leaks
