# fails: equals; diagnosis: odd_sum_halved
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    mean_length = (n_prompt + 1 + n_prompt + n_new) // 2
    return mean_length * n_new * (d_k + d_v)
