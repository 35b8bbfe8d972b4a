# while loops
def query_key_pairs(n):
    result = list()
    i = 0
    while i < n:
        j = 0
        while j <= i:
            result += [(i, j)]
            j += 1
        i += 1
    return result
