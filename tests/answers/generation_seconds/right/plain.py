# triangle number
def generation_seconds(n_prompt, n_new, per_token, fixed):
    steps = n_new * n_prompt + n_new * (n_new + 1) / 2
    return fixed * n_new + per_token * steps
