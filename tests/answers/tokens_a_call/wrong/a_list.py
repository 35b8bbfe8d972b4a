# fails: equals; diagnosis: another_type
def tokens_a_call(alpha, k):
    return [alpha**i for i in range(k + 1)]
