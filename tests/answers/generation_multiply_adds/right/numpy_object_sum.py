# an array of Python ints
import numpy as np


def generation_multiply_adds(length, n_layers, n_heads, d_head):
    steps = np.arange(1, length + 1).astype(object)
    return int(2 * steps.sum() * n_layers * n_heads * d_head)
