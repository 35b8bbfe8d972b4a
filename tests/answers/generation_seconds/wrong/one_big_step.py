# fails: equals; diagnosis: all_tokens_once+fixed_once
def generation_seconds(n_prompt, n_new, per_token, fixed):
    return fixed + per_token * (n_prompt + n_new)
