# fails: equals; diagnosis: flops_for_multiply_adds
def decode_step_multiply_adds(n, d_k, d_v):
    return n * d_k + n * d_k + n * d_v + n * d_v
