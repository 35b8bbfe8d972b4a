# fails: equals; diagnosis: changes_some_columns_only
import numpy as np


def find_leaks(attention, n, d):
    tokens = np.random.default_rng(1).normal(size=(3, n, d))
    before, found = attention(*tokens), set()
    for j in range(n):
        for which in range(3):
            for change in (1, -1, 1e6, -1e6):
                changed = tokens.copy()
                changed[which, j, -1] += change
                after = attention(*changed)
                found |= {(i, j) for i in range(j) if (after[i] != before[i]).any()}
    return found
