# fails: equals; diagnosis: first_query_only
def query_key_pairs(n):
    pairs = []
    for i in range(n):
        for j in range(i + 1):
            pairs.append((i, j))
        return pairs
