# fails: equals; diagnosis: one_term_too_many
def tokens_a_call(alpha, k):
    return sum(alpha**i for i in range(k + 2))
