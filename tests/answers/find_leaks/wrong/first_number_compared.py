# fails: equals; diagnosis: first_number_only
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
            for i in range(j):
                if a[i][0] != b[i][0]: found.add((i, j))
    return found
