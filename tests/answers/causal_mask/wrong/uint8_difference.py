# fails: equals; diagnosis: no_mask
# unsigned difference is never negative
import numpy as np

def causal_mask(n):
    p = np.arange(n).astype(np.uint16)
    return (p[:, None] - p[None, :]) >= 0
