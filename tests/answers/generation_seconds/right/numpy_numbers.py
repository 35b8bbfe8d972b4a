# NumPy numbers
import numpy as np


def generation_seconds(n_prompt, n_new, per_token, fixed):
    n = np.float64(n_new)
    return n * fixed + per_token * n * (n_prompt + (n + 1) / 2)
