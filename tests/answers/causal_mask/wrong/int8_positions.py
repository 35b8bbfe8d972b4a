# fails: awkward; diagnosis: mask_ends_early
# wraps at 128
import numpy as np

def causal_mask(n):
    p = np.arange(n).astype(np.int8)
    return p[None, :] <= p[:, None]
