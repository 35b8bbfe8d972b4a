# recursive and cached
from functools import cache


@cache
def query_key_pairs(n):
    return query_key_pairs(n - 1) + [(n - 1, j) for j in range(n)] if n else []
