# fails: equals; diagnosis: float_for_count
def recompute_step_multiply_adds(n, d_model, d_k, d_v):
    return n * d_model * (2 * d_k + d_v) + n * 2 * n / 2 * (d_k + d_v)
