# fails: equals; diagnosis: values_only+flops_for_multiply_adds
def decode_step_multiply_adds(n, d_k, d_v):
    return 2 * d_v * n
