# style: functools.reduce and operator.mul
from functools import reduce
from operator import mul


def kv_cache_bytes(n_layers, n_kv_heads, d_head, n_tokens, bytes_per_number):
    return reduce(mul, (n_layers, n_kv_heads, d_head, n_tokens, bytes_per_number), 2)
