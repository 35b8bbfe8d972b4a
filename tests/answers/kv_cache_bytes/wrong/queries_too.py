# fails: equals; diagnosis: counts_queries_too
def kv_cache_bytes(n_layers, n_kv_heads, d_head, n_tokens, bytes_per_number):
    return 3 * n_layers * n_kv_heads * d_head * n_tokens * bytes_per_number
