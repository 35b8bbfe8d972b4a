# fails: equals; diagnosis: only_new_query_projected
def recompute_step_multiply_adds(n, d_model, d_k, d_v):
    return n * d_model * (d_k + d_v) + d_model * d_k + n * n * (d_k + d_v)
