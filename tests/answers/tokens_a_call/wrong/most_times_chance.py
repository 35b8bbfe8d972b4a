# fails: equals; diagnosis: longest_times_chance
def tokens_a_call(alpha, k):
    return alpha * (k + 1)
