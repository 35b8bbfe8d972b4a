# fails: equals; diagnosis: excludes_itself
def query_key_pairs(n):
    return [(i, j) for i in range(n) for j in range(i)]
