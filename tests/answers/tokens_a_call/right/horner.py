# from the last guess to the first
def tokens_a_call(alpha, k):
    tokens = 1.0
    for _ in range(k):
        tokens = 1 + alpha * tokens
    return tokens
