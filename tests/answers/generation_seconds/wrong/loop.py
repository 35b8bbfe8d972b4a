# fails: cost; diagnosis: loop_over_tokens
def generation_seconds(n_prompt, n_new, per_token, fixed):
    return sum(fixed + per_token * n for n in range(n_prompt + 1, n_prompt + n_new + 1))
