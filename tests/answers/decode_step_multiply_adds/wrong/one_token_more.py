# fails: equals; diagnosis: new_token_counted_twice
def decode_step_multiply_adds(n, d_k, d_v):
    return (n + 1) * (d_k + d_v)
