# fails: equals; diagnosis: always_float32
def kv_cache_bytes(n_layers, n_kv_heads, d_head, n_tokens, bytes_per_number=4):
    return 2 * n_layers * n_kv_heads * d_head * n_tokens * 4
