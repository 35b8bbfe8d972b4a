# fails: equals; diagnosis: another_type
def query_key_pairs(n):
    for i in range(n):
        for j in range(i + 1):
            yield i, j
