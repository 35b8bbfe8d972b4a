# fails: numerics; diagnosis: float_for_count
def kv_cache_bytes(n_layers, n_kv_heads, d_head, n_tokens, bytes_per_number):
    return int(2.0 * n_layers * n_kv_heads * d_head * n_tokens * bytes_per_number)
