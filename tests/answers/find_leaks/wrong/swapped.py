# fails: equals; diagnosis: pair_swapped
import numpy as np


def find_leaks(attention, n, d):
    tokens = np.random.default_rng(0).normal(size=(3, n, d))
    before = attention(*tokens)
    leaks = set()
    for i in range(n):
        changed = tokens.copy()
        changed[:, i] += 1e6
        after = attention(*changed)
        leaks |= {(i, j) for j in range(i) if (after[j] != before[j]).any()}
    return leaks
