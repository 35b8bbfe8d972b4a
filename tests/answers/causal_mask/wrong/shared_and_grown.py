# fails: equals; diagnosis: table_too_small
import numpy as np

_mask = np.tri(6, dtype=bool)


def causal_mask(n):
    return _mask[:n, :n]
