# fails: empty; diagnosis: nothing_returned
def generation_seconds(n_prompt, n_new, per_token, fixed):
    if n_new:
        return n_new * fixed + per_token * n_new * (n_prompt + (n_new + 1) / 2)
