# fails: dtype; diagnosis: float64_for_float32
import numpy as np

HISTORY = []


def decode_step(q, k, v, cache):
    cache.append(k, v)
    HISTORY.append(q.copy())
    Q = np.array([h for h in HISTORY if len(h) == len(q)][-len(cache):])
    s = Q @ cache.keys.T / float(np.sqrt(len(q)))
    w = np.exp(s - s.max(axis=1, keepdims=True))
    w /= w.sum(axis=1, keepdims=True)
    return (w @ cache.values)[-1]
