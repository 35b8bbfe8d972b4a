# fails: equals; diagnosis: counts_from_one
def query_key_pairs(n):
    return [(i, j) for i in range(1, n + 1) for j in range(1, i + 1)]
