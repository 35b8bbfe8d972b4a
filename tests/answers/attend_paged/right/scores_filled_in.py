# an array of len(cache) scores, filled block by block
import numpy as np


def attend_paged(q, cache):
    scores, at = np.empty(len(cache), q.dtype), 0
    for keys, _ in cache.blocks():
        scores[at : at + len(keys)] = keys.dot(q)
        at += len(keys)
    scores *= 1 / q.dtype.type(len(q)) ** q.dtype.type(0.5)
    np.exp(scores - scores.max(), out=scores)
    scores /= scores.sum()
    mixture, at = 0, 0
    for _, values in cache.blocks():
        mixture = mixture + scores[at : at + len(values)] @ values
        at += len(values)
    return mixture
