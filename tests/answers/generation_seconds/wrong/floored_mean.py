# fails: equals; diagnosis: odd_sum_halved
def generation_seconds(n_prompt, n_new, per_token, fixed):
    mean = (2 * n_prompt + n_new + 1) // 2
    return n_new * (fixed + per_token * mean)
