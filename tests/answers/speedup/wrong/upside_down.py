# fails: equals; diagnosis: slowdown
def tokens_a_call(alpha, k):
    return sum(alpha**i for i in range(k + 1))


def speedup(alpha, k, call_cost, draft_cost):
    return (call_cost + k * draft_cost) / tokens_a_call(alpha, k)
