# fails: equals; diagnosis: division_by_zero
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    s = n_new * (2 * n_prompt + n_new + 1) // 2
    mean = s // n_new
    return (d_k + d_v) * s
