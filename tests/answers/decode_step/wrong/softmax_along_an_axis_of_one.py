# fails: equals; diagnosis: all_weights_one
import numpy as np


def softmax(x, axis=0):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = q[None] @ cache.keys.T / float(np.sqrt(len(q)))
    return (softmax(scores) @ cache.values)[0]
