# fails: awkward; diagnosis: zero_score_hidden
import numpy as np

def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / len(q) ** 0.5
    s[s == 0] = -np.inf
    e = np.exp(s - s.max())
    return e / e.sum() @ cache.values
