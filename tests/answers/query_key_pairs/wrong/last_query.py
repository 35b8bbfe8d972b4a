# fails: equals; diagnosis: last_query_only
def query_key_pairs(n):
    return [(n - 1, j) for j in range(n)]
