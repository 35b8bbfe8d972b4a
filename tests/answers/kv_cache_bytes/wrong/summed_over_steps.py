# fails: equals; diagnosis: every_length_summed
def kv_cache_bytes(n_layers, n_kv_heads, d_head, n_tokens, bytes_per_number):
    per_token = 2 * n_layers * n_kv_heads * d_head * bytes_per_number
    return per_token * n_tokens * (n_tokens + 1) // 2
