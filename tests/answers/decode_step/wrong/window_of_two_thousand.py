# fails: cost; diagnosis: ends_early
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    K, V = cache.keys[-2000:], cache.values[-2000:]
    scores = K @ q / np.sqrt(len(q)).astype(q.dtype)
    w = np.exp(scores - scores.max()); w /= w.sum()
    return w @ V
