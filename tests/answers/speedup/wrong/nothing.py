# fails: equals; diagnosis: nothing_returned
def tokens_a_call(alpha, k):
    return sum(alpha**i for i in range(k + 1))


def speedup(alpha, k, call_cost, draft_cost):
    print(tokens_a_call(alpha, k) / (call_cost + k * draft_cost))
