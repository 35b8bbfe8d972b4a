# fails: equals; diagnosis: same_mask_for_all
import numpy as np

mask = None


def causal_mask(n):
    global mask
    if mask is None:
        mask = np.tri(n, dtype=bool)
    return mask
