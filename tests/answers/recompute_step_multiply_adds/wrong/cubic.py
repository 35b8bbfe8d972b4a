# fails: equals; diagnosis: whole_step_for_each_token
def recompute_step_multiply_adds(n, d_model, d_k, d_v):
    return n * (n * d_model * (2 * d_k + d_v) + n * n * (d_k + d_v))
