# fails: incremental; diagnosis: cache_emptied
# keeps the last token only
import numpy as np

def decode_step(q, k, v, cache):
    cache.__init__(len(k), len(v))
    cache.append(k, v)
    s = cache.keys @ q / len(q) ** 0.5
    e = np.exp(s - s.max())
    return e / e.sum() @ cache.values
