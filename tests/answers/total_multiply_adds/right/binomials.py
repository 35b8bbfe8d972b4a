# with binomial coefficients
from math import comb


def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    return (comb(n_prompt + n_new + 1, 2) - comb(n_prompt + 1, 2)) * (d_k + d_v)
