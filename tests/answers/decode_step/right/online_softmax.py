# style: one pass with a running maximum and a running sum
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    best, total, mixed = -np.inf, 0.0, np.zeros(len(v))
    for key, value in zip(cache.keys, cache.values):
        score = float(key @ q) / len(q) ** 0.5
        higher = max(best, score)
        shrink, weight = np.exp(best - higher), np.exp(score - higher)
        total = total * shrink + weight
        mixed = mixed * shrink + weight * value
        best = higher
    return (mixed / total).astype(v.dtype)
