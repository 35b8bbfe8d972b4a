# fails: equals; diagnosis: parentheses_missing
def speedup(alpha, k, call_cost, draft_cost):
    tokens = sum(alpha ** i for i in range(k + 1))
    return tokens / call_cost + k * draft_cost
