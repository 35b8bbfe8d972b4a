# fails: equals; diagnosis: flops_for_multiply_adds
def recompute_step_multiply_adds(n, d_model, d_k, d_v):
    return 2 * (n * d_model * (2 * d_k + d_v) + n * n * (d_k + d_v))
