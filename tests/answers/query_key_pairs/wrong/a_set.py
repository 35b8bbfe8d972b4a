# fails: equals; diagnosis: another_type
def query_key_pairs(n):
    return {(i, j) for i in range(n) for j in range(i + 1)}
