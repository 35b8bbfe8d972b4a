# fails: numerics; diagnosis: int_wraps_around
import numpy as np


def kv_cache_bytes(n_layers, n_kv_heads, d_head, n_tokens, bytes_per_number):
    return np.int64(2) * n_layers * n_kv_heads * d_head * n_tokens * bytes_per_number
