# fails: equals; diagnosis: none
def query_key_pairs(n):
    return [n * i + j for i in range(n) for j in range(i + 1)]
