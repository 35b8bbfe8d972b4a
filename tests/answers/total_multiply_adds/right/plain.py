# first and last length, paired
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    first, last = n_prompt + 1, n_prompt + n_new
    return (first + last) * n_new // 2 * (d_k + d_v)
