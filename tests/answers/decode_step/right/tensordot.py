# style: tensordot, and the softmax written with np.power of e
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    keys, values = cache.keys, cache.values
    scores = np.tensordot(keys, q, axes=([1], [0])) * q.dtype.type(1 / np.sqrt(q.shape[0]))
    weights = np.power(q.dtype.type(np.e), scores - np.amax(scores))
    return np.tensordot(weights, values, axes=1) / np.add.reduce(weights)
