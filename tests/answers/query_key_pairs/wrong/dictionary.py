# fails: equals; diagnosis: another_type
def query_key_pairs(n):
    return {i: list(range(i + 1)) for i in range(n)}
