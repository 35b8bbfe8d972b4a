# fails: equals; diagnosis: every_guess_by_itself
def tokens_a_call(alpha, k):
    return sum(alpha**i for i in range(k + 1))


def speedup(alpha, k, call_cost, draft_cost):
    return (1 + alpha * k) / (call_cost + k * draft_cost)
