# nothing new costs nothing, said apart; bit shift for the half
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    if n_new == 0:
        return 0
    return ((2 * n_prompt + 1 + n_new) * n_new >> 1) * (d_k + d_v)
