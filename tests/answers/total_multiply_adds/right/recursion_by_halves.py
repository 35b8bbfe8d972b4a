# calls itself once, for odd counts
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    if n_new == 0:
        return 0
    if n_new % 2:
        return (n_prompt + n_new) * (d_k + d_v) + total_multiply_adds(n_prompt, n_new - 1, d_k, d_v)
    return n_new // 2 * (2 * n_prompt + n_new + 1) * (d_k + d_v)
