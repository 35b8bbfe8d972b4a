# fails: equals; diagnosis: float_for_count
def decode_step_multiply_adds(n, d_k, d_v):
    return float(n * (d_k + d_v))
