# fails: equals; diagnosis: projections_forgotten
def recompute_step_multiply_adds(n, d_model, d_k, d_v):
    return n * n * (d_k + d_v)
