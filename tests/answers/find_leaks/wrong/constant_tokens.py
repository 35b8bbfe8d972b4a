# fails: equals; diagnosis: equal_tokens
import numpy as np


def find_leaks(attention, n, d):
    tokens = np.zeros((3, n, d))
    before = attention(*tokens)
    leaks = set()
    for j in range(n):
        for which in range(3):
            changed = tokens.copy()
            changed[which, j] = 1e6
            after = attention(*changed)
            leaks |= {(i, j) for i in range(j) if (after[i] != before[i]).any()}
    return leaks
