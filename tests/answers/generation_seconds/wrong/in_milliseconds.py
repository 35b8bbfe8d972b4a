# fails: equals; diagnosis: milliseconds
def generation_seconds(n_prompt, n_new, per_token, fixed):
    steps = n_new * (n_prompt + n_prompt + n_new + 1) / 2
    return 1000 * (n_new * fixed + per_token * steps)
