# fails: equals; diagnosis: odd_count_halved
def generation_seconds(n_prompt, n_new, per_token, fixed):
    return n_new * fixed + per_token * (n_new // 2) * (2 * n_prompt + n_new + 1)
