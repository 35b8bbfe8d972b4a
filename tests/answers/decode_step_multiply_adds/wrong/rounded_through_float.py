# fails: dtype; diagnosis: float_on_the_way
def decode_step_multiply_adds(n, d_k, d_v):
    return int(1.0 * n * (d_k + d_v))
