# fails: equals; diagnosis: all_numbers_must_move
import numpy as np


def find_leaks(attention, n, d):
    T = np.random.default_rng(0).normal(size=(3, n, d))
    b = attention(*T)
    found = set()
    for j in range(n):
        for w in range(3):
            C = T.copy()
            C[w, j] += 1e6
            a = attention(*C)
            found |= {(i, j) for i in range(j) if (a[i] != b[i]).all()}
    return found
