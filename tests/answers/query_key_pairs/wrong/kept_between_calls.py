# fails: equals; diagnosis: none
def query_key_pairs(n, pairs=[]):
    for i in range(n):
        for j in range(i + 1):
            pairs.append((i, j))
    return pairs
