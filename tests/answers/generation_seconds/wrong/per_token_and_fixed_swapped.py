# fails: equals; diagnosis: arguments_out_of_order
def generation_seconds(n_prompt, n_new, per_token, fixed):
    return n_new * per_token + fixed * (n_new * n_prompt + n_new * (n_new + 1) / 2)
