# fails: equals; diagnosis: only_future
from itertools import combinations


def query_key_pairs(n):
    return list(combinations(range(n), 2))
