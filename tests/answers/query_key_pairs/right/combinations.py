# combinations with repetition, turned round
from itertools import combinations_with_replacement


def query_key_pairs(n):
    return [(i, j) for j, i in combinations_with_replacement(range(n), 2)]
