# fails: equals; diagnosis: prompt_written_too
def generation_seconds(n_prompt, n_new, per_token, fixed):
    n = n_prompt + n_new
    return n * fixed + per_token * n * (n + 1) / 2
