# fails: equals; diagnosis: widths_multiplied
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    return d_k * d_v * n_new * (2 * n_prompt + n_new + 1) // 2
