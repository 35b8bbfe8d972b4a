# adds up token by token
def kv_cache_bytes(n_layers, n_kv_heads, d_head, n_tokens, bytes_per_number):
    total = 0
    for _ in range(n_tokens):
        total += 2 * n_layers * n_kv_heads * d_head * bytes_per_number
    return total
