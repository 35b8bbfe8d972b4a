# fails: equals; diagnosis: tolerance_hides_leaks
import numpy as np


def find_leaks(attention, n, d):
    inputs = np.random.default_rng(0).normal(size=(3, n, d))
    before = attention(*inputs)
    leaks = set()
    for j in range(n):
        for which in range(3):
            for change in (1e6, -1e6):
                changed = inputs.copy()
                changed[which, j] += change
                after = attention(*changed)
                leaks |= {(i, j) for i in range(j) if not np.allclose(after[i], before[i])}
    return leaks
