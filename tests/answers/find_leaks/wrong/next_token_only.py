# fails: equals; diagnosis: only_next_token
import numpy as np


def find_leaks(attention, n, d):
    tokens = np.random.default_rng(0).normal(size=(3, n, d))
    before = attention(*tokens)
    leaks = set()
    for i in range(n - 1):
        changed = tokens.copy()
        changed[:, i + 1] += 1e6
        if (attention(*changed)[i] != before[i]).any():
            leaks.add((i, i + 1))
    return leaks
