# a read-only view
import numpy as np


def causal_mask(n):
    padded = np.concatenate([np.ones(n, dtype=bool), np.zeros(n - 1, dtype=bool)])
    return np.lib.stride_tricks.as_strided(padded[n - 1:], (n, n), (-padded.strides[0], padded.strides[0]), writeable=False)
