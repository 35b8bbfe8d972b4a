# fails: equals; diagnosis: new_tokens_only
def generation_seconds(n_prompt, n_new, per_token, fixed):
    return n_new * (fixed + per_token)
