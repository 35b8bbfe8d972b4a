# fails: equals; diagnosis: none
import numpy as np


def find_leaks(attention, n, d):
    tokens = np.random.default_rng(0).normal(size=(3, d, n))
    before = attention(*tokens)
    return {(i, j) for i in range(n) for j in range(i + 1, n) if before[i].sum() > before[j].sum()}
