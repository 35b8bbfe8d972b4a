# fails: equals; diagnosis: another_type
def decode_step_multiply_adds(n, d_k, d_v):
    return f"{n * (d_k + d_v)}"
