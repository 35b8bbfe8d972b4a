# fails: equals; diagnosis: softmax_counted
def recompute_step_multiply_adds(n, d_model, d_k, d_v):
    return n * d_model * (2 * d_k + d_v) + n * n * (d_k + d_v) + n * n
