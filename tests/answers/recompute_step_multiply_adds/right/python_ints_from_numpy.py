# through NumPy arrays of Python ints
import numpy as np


def recompute_step_multiply_adds(n, d_model, d_k, d_v):
    inner = np.array([d_model, d_model, d_model, d_k, n], dtype=object)
    columns = np.array([d_k, d_k, d_v, n, d_v], dtype=object)
    return int((n * inner * columns).sum())
