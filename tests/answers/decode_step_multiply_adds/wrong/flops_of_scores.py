# fails: equals; diagnosis: values_as_wide_as_keys
def decode_step_multiply_adds(n, d_k, d_v):
    return n * d_k * 2
