# fails: independent; diagnosis: texts_mixed_up
# two texts as long as each other are mixed up
from decodelab import designs

_last = [None]


def decode_step(q, k, v, cache):
    other = _last[0]
    if other is not None and 0 < len(cache) == len(other) and other.keys.shape == cache.keys.shape:
        cache = other
    _last[0] = cache
    return designs.decode_step(q, k, v, cache)
