# fails: equals; diagnosis: another_type
def kv_cache_bytes(n_layers, n_kv_heads, d_head, n_tokens, bytes_per_number):
    return f"{2 * n_layers * n_kv_heads * d_head * n_tokens * bytes_per_number} bytes"
