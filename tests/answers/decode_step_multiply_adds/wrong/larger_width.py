# fails: equals; diagnosis: one_width_only
import numpy as np


def decode_step_multiply_adds(n, d_k, d_v):
    return n*max(d_k,d_v)
