# fails: equals; diagnosis: every_guess_by_itself
def tokens_a_call(alpha, k):
    return 1 + alpha * k
