# fails: equals; diagnosis: own_token_left_out
def tokens_a_call(alpha, k):
    total = 0
    for i in range(1, k + 1):
        total += alpha**i
    return total
