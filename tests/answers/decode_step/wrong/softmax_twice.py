# fails: equals; diagnosis: softmax_twice
import numpy as np


def softmax(x):
    e = np.exp(x - x.max())
    return e / e.sum()


def decode_step(q, k, v, cache):
    cache.append(k, v)
    weights = softmax(cache.keys @ q / float(np.sqrt(len(q))))
    return softmax(weights) @ cache.values
