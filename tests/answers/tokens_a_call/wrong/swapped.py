# fails: equals; diagnosis: arguments_out_of_order
def tokens_a_call(alpha, k):
    alpha, k = k, alpha
    return (1 - alpha ** (k + 1)) / (1 - alpha)
