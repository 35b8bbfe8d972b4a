# fails: shape; diagnosis: weights_returned
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    return softmax(cache.keys @ q / len(q) ** .5)
