# lists added up, in reverse
def query_key_pairs(n):
    return sum(([(i, j) for j in range(i + 1)] for i in reversed(range(n))), start=[])
