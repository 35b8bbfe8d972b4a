# fails: equals; diagnosis: missing_brackets
def recompute_step_multiply_adds(n, d_model, d_k, d_v):
    return n * d_model * 2 * d_k + d_v + n ** 2 * (d_k + d_v)
