# fails: equals; diagnosis: row_before_unseen
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
            for i in range(j - 1):
                if (a[i] != b[i]).any(): found.add((i, j))
    return found
