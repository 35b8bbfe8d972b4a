# drafts added up
def tokens_a_call(alpha, k):
    return sum(alpha**i for i in range(k + 1))


def speedup(alpha, k, call_cost, draft_cost):
    cost = call_cost
    for _ in range(k):
        cost += draft_cost
    return tokens_a_call(alpha, k) / cost
