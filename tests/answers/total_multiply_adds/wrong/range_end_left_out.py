# fails: equals; diagnosis: last_length_left_out
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    return (d_k + d_v) * sum(range(n_prompt + 1, n_prompt + n_new))
