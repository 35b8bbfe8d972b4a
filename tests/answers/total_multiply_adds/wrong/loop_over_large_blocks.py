# fails: cost; diagnosis: loop_over_tokens
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    t = 0
    a = n_prompt + 1
    left = n_new
    while left > 0:
        b = min(left, 4096)
        t += b * (2 * a + b - 1) // 2
        a += b
        left -= b
    return t * (d_k + d_v)
