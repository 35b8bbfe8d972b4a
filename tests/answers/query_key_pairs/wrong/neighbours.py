# fails: equals; diagnosis: window
def query_key_pairs(n):
    return [(i, i) for i in range(n)] + [(i, i - 1) for i in range(1, n)]
