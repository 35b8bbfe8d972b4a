# fails: equals; diagnosis: none
def tokens_a_call(alpha, k):
    return round(sum(alpha**i for i in range(k + 1)), 2)
