# fails: equals; diagnosis: changes_some_columns_only
import numpy as np


def find_leaks(attention, n, d):
    inputs = np.random.default_rng(0).normal(size=(3, n, d))
    before = attention(*inputs)
    leaks = set()
    for j in range(n):
        for which in range(3):
            for change in (1e6, -1e6):
                changed = inputs.copy()
                changed[which, j, 0] += change
                after = attention(*changed)
                leaks |= {(i, j) for i in range(j) if (after[i] != before[i]).any()}
    return leaks
