# a loop for few tokens, the formula for many
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    if n_new <= 20:
        return sum(n * (d_k + d_v) for n in range(n_prompt + 1, n_prompt + n_new + 1))
    last = n_prompt + n_new
    return (last * (last + 1) - n_prompt * (n_prompt + 1)) // 2 * (d_k + d_v)
