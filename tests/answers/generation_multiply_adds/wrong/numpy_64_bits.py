# fails: dtype; diagnosis: numpy_int_for_int
import numpy as np


def generation_multiply_adds(length, n_layers, n_heads, d_head):
    steps = np.arange(1, length + 1, dtype=np.int64)
    return int((2 * steps * n_layers * n_heads * d_head).sum())
