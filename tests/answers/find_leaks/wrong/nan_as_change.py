# fails: equals; diagnosis: changes_to_nan
import numpy as np


def find_leaks(attention, n, d):
    tokens = np.random.default_rng(0).normal(size=(3, n, d))
    leaks = set()
    for j in range(n):
        changed = tokens.copy()
        changed[:, j] = np.nan
        after = attention(*changed)
        leaks |= {(i, j) for i in range(j) if np.isnan(after[i]).any()}
    return leaks
