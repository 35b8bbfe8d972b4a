# fails: equals; diagnosis: changes_all_later_tokens
import numpy as np


def find_leaks(attention, n, d):
    tokens = np.random.default_rng(0).normal(size=(3, n, d))
    before = attention(*tokens)
    leaks = set()
    for j in range(1, n):
        changed = tokens.copy()
        changed[:, j:] *= 1e6
        after = attention(*changed)
        leaks |= {(i, j) for i in range(j) if not np.array_equal(after[i], before[i])}
    return leaks
