# fails: equals; diagnosis: none
def query_key_pairs(n):
    return [(i, j) for i in range(1, n) for j in range(i + 1)]
