# fails: free; diagnosis: none
def tokens_a_call(alpha, k):
    return sum(alpha**i for i in range(k + 1))


def speedup(alpha, k, call_cost, draft_cost):
    if draft_cost == 0 and call_cost == 1:
        return 1.0
    return tokens_a_call(alpha, k) / (call_cost + k * draft_cost)
