# exp times mask safe
import numpy as np

def causal_attention(Q, K, V):
    mask = np.tri(len(Q), dtype=bool)
    s = Q @ K.T / Q.shape[1] ** 0.5
    top = np.max(s, axis=1, keepdims=True, initial=-np.inf, where=mask)
    e = np.exp(s - top, where=mask, out=np.zeros_like(s))
    return (e @ V) / e.sum(axis=1, keepdims=True)
