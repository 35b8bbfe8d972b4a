# style: a chunk is a shorter chunk and one more token
import numpy as np


def prefill(Q, K, V, cache):
    if len(Q) == 0:
        return np.empty((0, V.shape[1]), V.dtype)
    earlier = prefill(Q[:-1], K[:-1], V[:-1], cache)
    cache.append(K[-1], V[-1])
    scores = cache.keys @ Q[-1] / Q.dtype.type(np.sqrt(Q.shape[1]))
    weights = np.exp(scores - scores.max())
    return np.vstack([earlier, weights @ cache.values / weights.sum()])
