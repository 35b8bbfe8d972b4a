# fails: equals; diagnosis: without_an_end
def tokens_a_call(alpha, k):
    return 1 / (1 - alpha)
