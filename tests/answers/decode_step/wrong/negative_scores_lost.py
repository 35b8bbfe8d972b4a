# fails: equals; diagnosis: negative_scores_lost
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = np.maximum(cache.keys @ q / len(q) ** .5, 0)
    return softmax(s) @ cache.values
