# fails: equals; diagnosis: projections_counted
import numpy as np


def decode_step_multiply_adds(n, d_k, d_v):
    return n*(d_k+d_v)+d_k*d_k
