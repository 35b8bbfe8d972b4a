# fails: dtype; diagnosis: float_on_the_way
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    return int((d_k + d_v) * (n_prompt * n_new + n_new * (n_new + 1) / 2))
