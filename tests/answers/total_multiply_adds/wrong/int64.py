# fails: dtype; diagnosis: numpy_int_for_int
import numpy as np


def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    a = np.int64(n_prompt)
    b = np.int64(n_new)
    with np.errstate(over="ignore"):
        return int((a * b + b * (b + 1) // 2) * np.int64(d_k + d_v))
