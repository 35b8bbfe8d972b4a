# style: math.prod
from math import prod


def kv_cache_bytes(*sizes):
    return 2 * prod(sizes)
