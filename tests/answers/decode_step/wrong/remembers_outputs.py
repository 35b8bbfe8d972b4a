# fails: memory; diagnosis: keeps_every_step
# state in a global that grows
import numpy as np

_seen = []

def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / len(q) ** 0.5
    e = np.exp(s - s.max())
    w = e / e.sum()
    _seen.append(w)
    return w @ cache.values
