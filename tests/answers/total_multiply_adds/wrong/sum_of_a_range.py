# fails: cost; diagnosis: loop_over_tokens
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    return sum(range(n_prompt + 1, n_prompt + n_new + 1)) * (d_k + d_v)
