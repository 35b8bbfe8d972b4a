# the sum as it stands
def tokens_a_call(alpha, k):
    return sum(alpha**i for i in range(k + 1))
