# fails: awkward; diagnosis: list_ends_early
import numpy as np

def query_key_pairs(n):
    p = np.arange(n).astype(np.int8)
    return [(int(i), int(j)) for i in p for j in p if j <= i]
