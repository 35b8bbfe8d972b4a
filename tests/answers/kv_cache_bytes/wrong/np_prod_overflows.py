# fails: numerics; diagnosis: float_for_count
import numpy as np


def kv_cache_bytes(n_layers, n_kv_heads, d_head, n_tokens, bytes_per_number):
    return int(np.prod(np.array([2, n_layers, n_kv_heads, d_head, n_tokens, bytes_per_number], dtype=np.float64)))
