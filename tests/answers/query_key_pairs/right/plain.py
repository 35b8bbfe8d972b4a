# a comprehension with two loops
def query_key_pairs(n):
    return [(i, j) for i in range(n) for j in range(i + 1)]
