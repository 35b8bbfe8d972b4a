# all pairs but the future's
import itertools


def query_key_pairs(n):
    everything = set(itertools.product(range(n), range(n)))
    future = set(itertools.combinations(range(n), 2))
    return sorted(everything - future, reverse=True)
