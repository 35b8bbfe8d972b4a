# collected in a set, returned as a list
def query_key_pairs(n):
    pairs = set()
    for later in range(n):
        for earlier in range(later + 1):
            pairs.add((later, earlier))
    return list(pairs)
