# fails: dtype; diagnosis: numpy_int_for_int
import numpy as np

def recompute_step_multiply_adds(n, d_model, d_k, d_v):
    return np.prod([n, d_model, 2 * d_k + d_v]) + np.prod([n, n, d_k + d_v])
