# fails: equals; diagnosis: one_step_too_many
def generation_seconds(n_prompt, n_new, per_token, fixed):
    return n_new * fixed + per_token * sum(range(n_prompt, n_prompt + n_new + 1))
