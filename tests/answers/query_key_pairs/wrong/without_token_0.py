# fails: equals; diagnosis: first_token_left_out
def query_key_pairs(n):
    return [(i, j) for i in range(1, n) for j in range(1, i + 1)]
