# fails: equals; diagnosis: none
import numpy as np


def find_leaks(attention, n, d):
    tokens = np.random.default_rng(0).normal(size=(3, n, d))
    before = attention(*tokens)
    found = set()
    for j in range(n):
        for which in range(3):
            changed = tokens.copy()
            changed[which, j] += 1e6
            after = attention(*changed)
            found |= {(i, j) for i in range(j) if not np.allclose(after[i], before[i], atol=1e4)}
    return found
