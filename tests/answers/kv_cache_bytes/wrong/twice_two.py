# fails: equals; diagnosis: counts_both_twice
def kv_cache_bytes(n_layers, n_kv_heads, d_head, n_tokens, bytes_per_number):
    keys_and_values = 2 * n_kv_heads * d_head * bytes_per_number
    return 2 * n_layers * n_tokens * keys_and_values
