# len() and the ends of a range that nobody walks through
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    if not n_new:
        return 0
    lengths = range(n_prompt + 1, n_prompt + n_new + 1)
    return (lengths[0] + lengths[-1]) * n_new * (d_k + d_v) // 2
