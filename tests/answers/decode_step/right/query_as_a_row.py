# style: everything as matrices of one row
import numpy as np


def softmax(x):
    x = x - np.max(x, axis=-1, keepdims=True)
    e = np.exp(x)
    return e / np.sum(e, axis=-1, keepdims=True)


def decode_step(q, k, v, cache):
    cache.append(k[None, :], v[None, :])
    Q = q[None, :]
    scores = Q @ cache.keys.T / float(np.sqrt(Q.shape[-1]))
    return (softmax(scores) @ cache.values)[0]
