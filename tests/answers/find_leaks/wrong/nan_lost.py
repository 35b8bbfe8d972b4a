# fails: equals; diagnosis: nan_overlooked
import numpy as np


def find_leaks(attention, n, d):
    tokens = np.random.default_rng(0).normal(size=(3, n, d))
    before = attention(*tokens)
    leaks = set()
    for j in range(n):
        changed = tokens.copy()
        changed[:, j] = 1e6
        moved = np.abs(attention(*changed) - before).max(axis=1) > 1e-9
        leaks |= {(i, j) for i in range(j) if moved[i]}
    return leaks
