# fails: equals; diagnosis: length_in_one_product
def decode_step_multiply_adds(n, d_k, d_v):
    return n * d_k + d_v
