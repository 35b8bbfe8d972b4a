# style: exact fractions, turned into an int at the end
from fractions import Fraction


def kv_cache_bytes(n_layers, n_kv_heads, d_head, n_tokens, bytes_per_number):
    per_token = Fraction(2 * n_layers) * n_kv_heads * d_head * bytes_per_number
    return int(per_token * n_tokens)
