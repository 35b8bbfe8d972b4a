# fails: cost; diagnosis: calls_within_calls
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    if n_new == 0:
        return 0
    return (n_prompt + n_new) * (d_k + d_v) + total_multiply_adds(n_prompt, n_new - 1, d_k, d_v)
