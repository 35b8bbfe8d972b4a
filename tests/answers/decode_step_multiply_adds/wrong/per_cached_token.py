# fails: equals; diagnosis: one_cached_token
def decode_step_multiply_adds(n, d_k, d_v):
    return d_k + d_v
