# fails: equals; diagnosis: heads_squared
def kv_cache_bytes(n_layers, n_kv_heads, d_head, n_tokens, bytes_per_number):
    d_model = n_kv_heads * d_head
    return 2 * n_layers * n_kv_heads * d_model * n_tokens * bytes_per_number
