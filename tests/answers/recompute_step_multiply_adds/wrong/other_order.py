# fails: equals; diagnosis: arguments_out_of_order

def recompute_step_multiply_adds(n, d_k, d_v, d_model):
    return n * d_model * (2 * d_k + d_v) + n * n * (d_k + d_v)
