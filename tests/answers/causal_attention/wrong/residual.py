# fails: equals; diagnosis: value_added
import numpy as np


def causal_attention(Q, K, V):
    s = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    w = np.exp(s - s.max(1, keepdims=True))
    return V + w / w.sum(1, keepdims=True) @ V
