# fails: equals; diagnosis: one_token_more
import numpy as np


def causal_mask(n):
    return np.tri(n,n+1,dtype=bool)
