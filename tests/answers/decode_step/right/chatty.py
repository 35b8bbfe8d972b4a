# style: prints shapes and divides by zero on the way, to no effect
import numpy as np


def decode_step(q, k, v, cache):
    print("before", len(cache))
    cache.append(k, v)
    print("after", len(cache), cache.keys.shape)
    np.log(np.zeros(1))
    scores = (cache.keys @ q) / float(np.sqrt(len(q)))
    e = np.exp(scores - scores.max())
    return (e / e.sum()) @ cache.values
