# style: scores taken relative to their largest by sorting nothing: max of a generator
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    root = len(q) ** 0.5
    scores = [float(np.sum(key * q, dtype=np.float64)) / root for key in cache.keys]
    highest = max(s for s in scores)
    total, mix = 0.0, np.zeros(v.shape)
    for s, value in zip(scores, cache.values):
        w = float(np.exp(s - highest))
        total += w
        mix += w * value
    return np.array(mix / total, dtype=v.dtype)
