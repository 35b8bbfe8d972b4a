# fails: equals; diagnosis: own_pairs_left_out
def recompute_step_multiply_adds(n, d_model, d_k, d_v):
    return n * d_model * (2 * d_k + d_v) + n * (n - 1) * (d_k + d_v)
