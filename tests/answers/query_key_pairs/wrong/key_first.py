# fails: equals; diagnosis: pairs_swapped
from itertools import combinations_with_replacement


def query_key_pairs(n):
    return list(combinations_with_replacement(range(n), 2))
