# fails: equals; diagnosis: two_projections_as_wide_as_values

def recompute_step_multiply_adds(n, d_model, d_k, d_v):
    return n * d_model * (d_k + 2 * d_v) + n * n * (d_k + d_v)
