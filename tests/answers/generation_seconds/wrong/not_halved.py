# fails: equals; diagnosis: sum_not_halved

def generation_seconds(n_prompt, n_new, per_token, fixed):
    return n_new * fixed + per_token * n_new * ((n_prompt + 1) + (n_prompt + n_new))
