# fails: equals; diagnosis: none
def query_key_pairs(n):
    return n * (n + 1) // 2
