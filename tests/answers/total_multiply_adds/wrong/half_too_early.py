# fails: equals; diagnosis: odd_count_halved
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    return (d_k + d_v) * (n_prompt * n_new + n_new // 2 * (n_new + 1))
