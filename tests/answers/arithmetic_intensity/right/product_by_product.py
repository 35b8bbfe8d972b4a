# both products on their own
import numpy as np


def arithmetic_intensity(n, d_k, d_v, bytes_per_number):
    scores, mix = 2.0 * n * d_k, 2.0 * n * d_v
    return np.float64(scores + mix) / (bytes_per_number * n * d_k + bytes_per_number * n * d_v)
