# fails: cost; diagnosis: loop_over_tokens
def generation_seconds(n_prompt, n_new, per_token, fixed):
    t, a, left = 0.0, n_prompt + 1, n_new
    while left > 0:
        b = min(left, 65536)
        t += b * fixed + per_token * (b * (2 * a + b - 1) // 2)
        a += b
        left -= b
    return t
