# fails: equals; diagnosis: only_last_token
import numpy as np


def find_leaks(attention, n, d):
    tokens = np.random.default_rng(0).normal(size=(3, n, d))
    before = attention(*tokens)
    tokens[:, -1] += 1e6
    after = attention(*tokens)
    return {(i, n - 1) for i in range(n - 1) if (after[i] != before[i]).any()}
