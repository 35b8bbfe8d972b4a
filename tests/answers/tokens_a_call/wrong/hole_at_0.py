# fails: never; diagnosis: none
def tokens_a_call(alpha, k):
    return (1 - alpha ** (k + 1)) / (1 - alpha) if 0 < alpha < 1 else k + 1
