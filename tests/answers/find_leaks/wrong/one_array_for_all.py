# fails: equals; diagnosis: changes_all_arrays_at_once
import numpy as np


def find_leaks(attention, n, d):
    X = np.random.default_rng(42).normal(size=(n, d))
    base = attention(X, X, X)
    result = set()
    for j in range(n):
        for sign in (+1, -1):
            Y = X.copy()
            Y[j] = sign * 1e6
            out = attention(Y, Y, Y)
            result.update({(i, j) for i in range(j) if (out[i] != base[i]).any()})
    return result
