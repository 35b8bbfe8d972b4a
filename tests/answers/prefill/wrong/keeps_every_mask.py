# fails: memory; diagnosis: keeps_every_step
import numpy as np

masks = []


def prefill(Q, K, V, cache):
    before = len(cache)
    cache.append(K, V)
    masks.append(np.tri(len(Q), len(cache), before))
    s = np.where(masks[-1] > 0, Q @ cache.keys.T / Q.shape[1] ** 0.5, -np.inf)
    w = np.exp(s - s.max(axis=1, keepdims=True))
    return w @ cache.values / w.sum(axis=1, keepdims=True)
