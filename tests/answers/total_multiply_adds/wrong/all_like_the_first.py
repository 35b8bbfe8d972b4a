# fails: equals; diagnosis: every_step_like_the_first
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    return (d_k + d_v) * n_new * (n_prompt + 1)
