# style: keys and values apart, then added
def kv_cache_bytes(n_layers, n_kv_heads, d_head, n_tokens, bytes_per_number):
    numbers_per_token = n_kv_heads * d_head
    keys = n_tokens * numbers_per_token * bytes_per_number
    values = n_tokens * numbers_per_token * bytes_per_number
    return n_layers * (keys + values)
