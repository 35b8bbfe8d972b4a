# fails: equals; diagnosis: another_type
import numpy as np


def find_leaks(attention, n, d):
    tokens = np.random.default_rng(0).normal(size=(3, n, d))
    before = attention(*tokens)
    tokens[:, -1] += 1e6
    return bool((attention(*tokens)[:-1] != before[:-1]).any())
