# fails: equals; diagnosis: small_change
import numpy as np


def find_leaks(attention, n, d):
    rng = np.random.default_rng(0)
    tokens = rng.normal(size=(3, n, d))
    before = attention(*tokens)
    leaks = set()
    for j in range(n):
        changed = tokens.copy()
        changed[:, j] += rng.normal(size=(3, d))
        after = attention(*changed)
        leaks |= {(i, j) for i in range(j) if np.abs(after[i] - before[i]).max() > 1e-9}
    return leaks
