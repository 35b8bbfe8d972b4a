# fails: equals; diagnosis: another_type
def query_key_pairs(n):
    return n * (n + 1) // 2
