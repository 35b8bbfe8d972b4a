# fails: shape; diagnosis: nothing_returned
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q / float(np.sqrt(len(q)))
    weights = np.exp(scores - scores.max())
    output = weights @ cache.values / weights.sum()
