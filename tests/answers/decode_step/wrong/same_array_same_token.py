# fails: aliasing; diagnosis: array_taken_for_token
# the caller's array is taken for the token
from decodelab import designs

_last = [None, None]


def decode_step(q, k, v, cache):
    if k is _last[0]:
        return _last[1]
    _last[:] = k, designs.decode_step(q, k, v, cache)
    return _last[1]
