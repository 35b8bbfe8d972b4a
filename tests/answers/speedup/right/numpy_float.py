# a NumPy number
def tokens_a_call(alpha, k):
    return sum(alpha**i for i in range(k + 1))


def speedup(alpha, k, call_cost, draft_cost):
    import numpy as np

    return np.divide(tokens_a_call(alpha, k), call_cost + k * draft_cost)
