# a read-only result
import numpy as np


def attention_scores(*arrays):
    q, k = arrays
    s = np.einsum("...d,md->...m", q, k, optimize=True) / np.sqrt(k.shape[1], dtype=k.dtype)
    s.setflags(write=False)
    return s
