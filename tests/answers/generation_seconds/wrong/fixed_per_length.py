# fails: equals; diagnosis: fixed_for_every_token
def generation_seconds(n_prompt, n_new, per_token, fixed):
    total = n_new * n_prompt + n_new * (n_new + 1) / 2
    return (fixed + per_token) * total
