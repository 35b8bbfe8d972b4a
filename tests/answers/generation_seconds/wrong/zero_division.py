# fails: empty; diagnosis: division_by_zero
def generation_seconds(n_prompt, n_new, per_token, fixed):
    average = (n_new * (2 * n_prompt + n_new + 1) / 2) / n_new
    return n_new * (fixed + per_token * average)
