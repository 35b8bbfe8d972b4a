# fails: equals; diagnosis: whole_seconds
def generation_seconds(n_prompt, n_new, per_token, fixed):
    return int(n_new * fixed + per_token * n_new * (2 * n_prompt + n_new + 1) / 2)
