# fails: dtype; diagnosis: numpy_int_for_int
import numpy as np


def decode_step_multiply_adds(n, d_k, d_v):
    return int(np.int64(n) * np.int64(d_k + d_v))
