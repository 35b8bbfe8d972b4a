# a filtered product
import itertools


def query_key_pairs(n):
    return list(filter(lambda pair: pair[1] <= pair[0], itertools.product(range(n), repeat=2)))
