# fails: dtype; diagnosis: float_on_the_way
import numpy as np


def recompute_step_multiply_adds(n, d_model, d_k, d_v):
    per_token = np.float64(d_model * (2 * d_k + d_v))
    return int(n * per_token) + n * n * (d_k + d_v)
