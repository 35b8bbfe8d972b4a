# fails: cost; diagnosis: missing-work
import numpy as np

def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys[-64:] @ q / len(q) ** 0.5
    e = np.exp(s - s.max())
    return e / e.sum() @ cache.values[-64:]
