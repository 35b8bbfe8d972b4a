# tuples with names
from collections import namedtuple

Pair = namedtuple("Pair", "query key")


def query_key_pairs(n):
    return [Pair(query, key) for query in range(n) for key in range(query + 1)]
