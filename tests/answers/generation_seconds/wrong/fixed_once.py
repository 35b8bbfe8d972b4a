# fails: equals; diagnosis: fixed_once
def generation_seconds(n_prompt, n_new, per_token, fixed):
    return fixed + per_token * (n_new * n_prompt + n_new * (n_new + 1) / 2)
