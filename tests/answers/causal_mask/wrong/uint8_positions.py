# fails: awkward; diagnosis: mask_ends_early
# wraps at 256
import numpy as np

def causal_mask(n):
    p = (np.arange(n) % 256).astype(np.uint8)
    return p[None, :] <= p[:, None]
