# fails: equals; diagnosis: small_change
import numpy as np


def find_leaks(attention, n, d):
    tokens = np.ones((3, n, d))
    before = attention(*tokens)
    leaks = set()
    for j in range(n):
        changed = tokens.copy()
        changed[:, j] += 1
        after = attention(*changed)
        leaks |= {(i, j) for i in range(j) if (after[i] != before[i]).any()}
    return leaks
