# the same list handed out
_memo = {}

def query_key_pairs(n):
    if n not in _memo:
        _memo[n] = [(i, j) for i in range(n) for j in range(i + 1)]
    return _memo[n]
