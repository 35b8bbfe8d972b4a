# fails: equals; diagnosis: chance_of_the_last_alone
def tokens_a_call(alpha, k):
    return 1 - alpha ** (k + 1)
