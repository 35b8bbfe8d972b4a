# fails: independent; diagnosis: shared_result
# a view of one table
import numpy as np

_all = np.tri(2048, dtype=bool)

def causal_mask(n):
    return _all[:n, :n]
