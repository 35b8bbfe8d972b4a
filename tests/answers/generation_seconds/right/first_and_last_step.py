# first and last step
def generation_seconds(n_prompt, n_new, per_token, fixed):
    if n_new == 0:
        return 0.0
    first = fixed + per_token * (n_prompt + 1)
    last = fixed + per_token * (n_prompt + n_new)
    return n_new * (first + last) / 2
