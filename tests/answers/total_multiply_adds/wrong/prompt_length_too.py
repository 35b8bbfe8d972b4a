# fails: equals; diagnosis: prompt_length_too
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    return (d_k + d_v) * sum(range(n_prompt, n_prompt + n_new + 1))
