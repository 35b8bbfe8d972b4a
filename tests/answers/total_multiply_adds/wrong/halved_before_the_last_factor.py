# fails: equals; diagnosis: halved_too_early
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    return (d_k + d_v) * (2 * n_prompt + n_new + 1) // 2 * n_new
