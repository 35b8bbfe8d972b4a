# fails: equals; diagnosis: one_width_for_all
def recompute_step_multiply_adds(n, d_model, d_k, d_v):
    return 3 * n * d_model ** 2 + 2 * n ** 2 * d_model
