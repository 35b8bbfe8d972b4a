# fails: equals; diagnosis: one_of_the_two_once
def kv_cache_bytes(n_layers, n_kv_heads, d_head, n_tokens, bytes_per_number):
    per_head = d_head * n_tokens * bytes_per_number
    return n_layers * n_kv_heads * per_head + n_kv_heads * per_head
