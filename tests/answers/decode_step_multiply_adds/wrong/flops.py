# fails: equals; diagnosis: flops_for_multiply_adds
def decode_step_multiply_adds(n, d_k, d_v):
    return 2 * n * (d_k + d_v)
