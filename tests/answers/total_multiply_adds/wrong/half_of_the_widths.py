# fails: equals; diagnosis: half_the_count
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    return n_new * (2 * n_prompt + n_new + 1) // 2 * ((d_k + d_v) // 2)
