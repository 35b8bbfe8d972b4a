# binomial coefficients
from math import comb, prod


def generation_multiply_adds(length, n_layers, n_heads, d_head):
    pairs = comb(length + 1, 2)
    return prod((2, pairs, n_layers, n_heads, d_head))
