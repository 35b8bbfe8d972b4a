# fails: cost; diagnosis: float_on_the_way
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    return round((n_prompt + (n_new + 1) / 2) * n_new) * (d_k + d_v)
