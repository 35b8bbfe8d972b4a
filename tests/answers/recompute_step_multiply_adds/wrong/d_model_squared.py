# fails: equals; diagnosis: projections_as_wide_as_tokens
def recompute_step_multiply_adds(n, d_model, d_k, d_v):
    return 3 * n * d_model * d_model + n * n * (d_k + d_v)
