# fails: equals; diagnosis: prompt_stepped_through
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    return (d_k + d_v) * (n_prompt + n_new) * (n_prompt + n_new + 1) // 2
