# append in two loops
def query_key_pairs(n):
    pairs = []
    for i in range(n):
        for j in range(n):
            if i >= j:
                pairs.append((i, j))
    return pairs
