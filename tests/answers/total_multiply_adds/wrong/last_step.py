# fails: equals; diagnosis: last_step_only
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    return (d_k + d_v) * (n_prompt + n_new)
