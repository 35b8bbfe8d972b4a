# fails: equals; diagnosis: last_token_left_out
def tokens_a_call(alpha, k):
    return k if alpha == 1 else (1 - alpha**k) / (1 - alpha)
