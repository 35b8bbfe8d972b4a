# mean length times steps
def generation_seconds(n_prompt, n_new, per_token, fixed):
    mean = (n_prompt + 1 + n_prompt + n_new) / 2
    return n_new * (fixed + per_token * mean)
