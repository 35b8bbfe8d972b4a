# fails: always; diagnosis: another_number_at_1
def tokens_a_call(alpha, k):
    return k if alpha == 1 else (1 - alpha ** (k + 1)) / (1 - alpha)
