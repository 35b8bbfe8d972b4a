# fails: equals; diagnosis: one_step_too_far
def generation_seconds(n_prompt, n_new, per_token, fixed):
    m = n_new + 1
    return m * fixed + per_token * m * (2 * n_prompt + m + 1) / 2
