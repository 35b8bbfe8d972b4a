# fails: equals; diagnosis: keys_only+bits_for_bytes
def kv_cache_bytes(n_layers, n_kv_heads, d_head, n_tokens, bytes_per_number):
    return n_layers * n_kv_heads * d_head * n_tokens * 8 * bytes_per_number
