# fails: awkward; diagnosis: mask_ends_early
import numpy as np

def causal_mask(n):
    p = np.arange(n)
    gap = p[:, None] - p[None, :]
    return (gap >= 0) & (gap < 512)
