# fails: equals; diagnosis: one_guess_too_many_paid
def tokens_a_call(alpha, k):
    return sum(alpha**i for i in range(k + 1))


def speedup(alpha, k, call_cost, draft_cost):
    return tokens_a_call(alpha, k) / (call_cost + (k + 1) * draft_cost)
