# style: a shift for the factor of 2
def kv_cache_bytes(n_layers, n_kv_heads, d_head, n_tokens, bytes_per_number):
    """Bytes of a KV cache."""
    total = n_layers * n_kv_heads * d_head * n_tokens * bytes_per_number
    return total << 1
