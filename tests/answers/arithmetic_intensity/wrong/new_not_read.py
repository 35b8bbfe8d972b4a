# fails: equals; diagnosis: new_token_left_out
import numpy as np


def arithmetic_intensity(n, d_k, d_v, bytes_per_number):
    cached = max(n - 1, 1)
    return 2*n*(d_k+d_v) / (cached*(d_k+d_v)*bytes_per_number)
