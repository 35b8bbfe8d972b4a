# fails: shape; diagnosis: only_last_vector
import numpy as np

def prefill(Q, K, V, cache):
    cache.append(K, V)
    s = cache.keys @ Q[-1] / Q.shape[1] ** 0.5
    e = np.exp(s - s.max())
    return e / e.sum() @ cache.values
