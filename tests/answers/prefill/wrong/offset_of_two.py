# fails: causality; diagnosis: offset_written_in
import numpy as np



def prefill(Q, K, V, cache):
    cache.append(K, V)
    s = Q @ cache.keys.T / float(np.sqrt(Q.shape[1]))
    s = np.where(np.tri(*s.shape, k=2, dtype=bool), s, -np.inf)
    w = np.exp(s - s.max(axis=1, keepdims=True))
    return w @ cache.values / w.sum(axis=1, keepdims=True)
