# fails: equals; diagnosis: prompt_counted_once

def generation_seconds(n_prompt, n_new, per_token, fixed):
    return n_new * fixed + per_token * (n_prompt + n_new * (n_new + 1) / 2)
