# fails: equals; diagnosis: fixed_for_prompt_too
def generation_seconds(n_prompt, n_new, per_token, fixed):
    return (n_prompt + n_new) * fixed + per_token * n_new * (2 * n_prompt + n_new + 1) / 2
