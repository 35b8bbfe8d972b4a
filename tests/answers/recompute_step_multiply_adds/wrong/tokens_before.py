# fails: equals; diagnosis: new_token_left_out
def recompute_step_multiply_adds(n, d_model, d_k, d_v):
    n = n - 1
    return n * d_model * (2 * d_k + d_v) + n * n * (d_k + d_v)
