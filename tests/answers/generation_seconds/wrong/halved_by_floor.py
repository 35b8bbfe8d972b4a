# fails: equals; diagnosis: rounded_down
def generation_seconds(n_prompt, n_new, per_token, fixed):
    return n_new * fixed + per_token * n_new * (2 * n_prompt + n_new + 1) // 2
