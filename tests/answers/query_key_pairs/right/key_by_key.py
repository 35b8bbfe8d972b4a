# for each key, the queries that may use it
def query_key_pairs(n):
    return [(i, j) for j in range(n) for i in range(j, n)]
