# fails: equals; diagnosis: sees_next_token
def query_key_pairs(n):
    return [(i, j) for i in range(n) for j in range(min(i + 2, n))]
