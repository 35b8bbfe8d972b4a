# fails: independent; diagnosis: shared_result
import numpy as np

_b = np.zeros((64, 64), bool)


def causal_mask(n):
    _b[:] = False
    _b[:n, :n] = np.tri(n, dtype=bool)
    return _b[:n, :n]
