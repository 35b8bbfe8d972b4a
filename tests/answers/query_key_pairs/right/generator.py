# a generator inside
def query_key_pairs(n):
    def pairs():
        for i in range(n):
            yield from ((i, j) for j in range(i, -1, -1))
    return list(pairs())
