# fails: equals; diagnosis: one_token_fewer
def query_key_pairs(n):
    return [(i, j) for i in range(n - 1) for j in range(i + 1)]
