# fails: always; diagnosis: divides_by_zero_at_1
def tokens_a_call(alpha, k):
    return (1 - alpha ** (k + 1)) / (1 - alpha)
