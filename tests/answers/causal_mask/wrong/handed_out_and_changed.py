# fails: independent; diagnosis: shared_result
import numpy as np

_big = np.tri(64, dtype=bool)


def causal_mask(n):
    mask = _big[:n, :n].copy()
    _big[n - 1, 0] = n != 5
    return mask
