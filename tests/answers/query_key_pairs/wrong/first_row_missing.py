# fails: equals; diagnosis: first_query_left_out
def query_key_pairs(n):
    return [(i, j) for i in range(1, n) for j in range(i + 1)]
