# fails: equals; diagnosis: only_future
def query_key_pairs(n):
    return [(j, i) for i in range(n) for j in range(i)]
