# one over the time of a token
def tokens_a_call(alpha, k):
    return sum(alpha**i for i in range(k + 1))


def speedup(alpha, k, call_cost, draft_cost):
    seconds = (call_cost + k * draft_cost) / tokens_a_call(alpha, k)
    return 1 / seconds
