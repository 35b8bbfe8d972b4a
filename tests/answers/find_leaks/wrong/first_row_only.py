# fails: equals; diagnosis: only_first_row
import numpy as np


def find_leaks(attention, n, d):
    tokens = np.random.default_rng(0).normal(size=(3, n, d))
    before = attention(*tokens)[0]
    leaks = set()
    for j in range(1, n):
        changed = tokens.copy()
        changed[:, j] += 1e6
        if (attention(*changed)[0] != before).any():
            leaks.add((0, j))
    return leaks
