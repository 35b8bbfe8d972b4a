# fails: equals; diagnosis: changes_downwards_only
import numpy as np


def find_leaks(attention, n, d):
    Q, K, V = np.random.default_rng(0).normal(size=(3, n, d))
    before = attention(Q, K, V)
    leaks = set()
    for j in range(1, n):
        for name in "QKV":
            tokens = {"Q": Q.copy(), "K": K.copy(), "V": V.copy()}
            tokens[name][j] -= 1e6
            after = attention(tokens["Q"], tokens["K"], tokens["V"])
            for i in range(j):
                if after[i].tolist() != before[i].tolist():
                    leaks.add((i, j))
    return leaks
