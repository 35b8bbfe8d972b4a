# fails: equals; diagnosis: no_mask
import itertools


def query_key_pairs(n):
    return list(itertools.product(range(n), range(n)))
