# fails: equals; diagnosis: nothing_returned
def kv_cache_bytes(n_layers, n_kv_heads, d_head, n_tokens, bytes_per_number):
    print(2 * n_layers * n_kv_heads * d_head * n_tokens * bytes_per_number)
