# fails: equals; diagnosis: twice_the_count
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    return 2 * (d_k + d_v) * (n_prompt * n_new + n_new * (n_new + 1) // 2)
