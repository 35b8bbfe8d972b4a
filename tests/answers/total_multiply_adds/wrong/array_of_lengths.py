# fails: cost; diagnosis: loop_over_tokens
import numpy as np


def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    lengths = np.arange(n_prompt + 1, n_prompt + n_new + 1)
    return int(lengths.sum()) * (d_k + d_v)
