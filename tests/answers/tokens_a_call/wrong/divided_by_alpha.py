# fails: equals; diagnosis: minus_missing_below
def tokens_a_call(alpha, k):
    return (1 - alpha ** (k + 1)) / alpha
