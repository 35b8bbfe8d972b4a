# style: divide and conquer over the chunk
import numpy as np


def prefill(Q, K, V, cache):
    t = len(Q)
    if t > 1:
        half = t // 2
        return np.concatenate([prefill(Q[:half], K[:half], V[:half], cache), prefill(Q[half:], K[half:], V[half:], cache)])
    cache.append(K[0], V[0])
    s = Q @ cache.keys.T / float(np.sqrt(Q.shape[1]))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
