# fails: equals; diagnosis: all_or_nothing
def tokens_a_call(alpha, k):
    return k * alpha**k + 1
