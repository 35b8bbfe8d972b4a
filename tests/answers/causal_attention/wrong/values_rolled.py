# fails: causality; diagnosis: values_rolled
import numpy as np


def causal_attention(Q, K, V):
    s = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    w = np.exp(s - s.max(1, keepdims=True))
    return w / w.sum(1, keepdims=True) @ np.roll(V, -1, axis=0)
