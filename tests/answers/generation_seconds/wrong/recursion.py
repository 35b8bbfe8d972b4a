# fails: equals; diagnosis: calls_within_calls
def generation_seconds(n_prompt, n_new, per_token, fixed):
    if n_new == 0:
        return 0.0
    return fixed + per_token * (n_prompt + n_new) + generation_seconds(n_prompt, n_new - 1, per_token, fixed)
