# the pairs of n − 1 tokens and one more row
def query_key_pairs(n):
    if n == 0:
        return []
    return query_key_pairs(n - 1) + [(n - 1, j) for j in range(n)]
