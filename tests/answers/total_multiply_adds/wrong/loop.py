# fails: cost; diagnosis: loop_over_tokens
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    return sum(n * (d_k + d_v) for n in range(n_prompt + 1, n_prompt + n_new + 1))
