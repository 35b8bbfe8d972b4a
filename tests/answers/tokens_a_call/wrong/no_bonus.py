# fails: equals; diagnosis: last_token_left_out
def tokens_a_call(alpha, k):
    return sum(alpha**i for i in range(k))
