# the even factor halved
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    a, b = n_new, 2 * n_prompt + n_new + 1
    if a % 2 == 0: a //= 2
    else: b //= 2
    return a * b * (d_k + d_v)
