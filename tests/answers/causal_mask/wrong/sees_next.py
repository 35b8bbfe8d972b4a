# fails: equals; diagnosis: sees_next_token
import numpy as np


def causal_mask(n):
    return np.tril(np.ones((n, n), dtype=bool), k=1)
