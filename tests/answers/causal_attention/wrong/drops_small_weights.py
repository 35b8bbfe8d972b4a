# fails: equals; diagnosis: small_weights_dropped
import numpy as np

def causal_attention(Q, K, V):
    s = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / Q.shape[1] ** 0.5, -np.inf)
    e = np.exp(s - s.max(1, keepdims=True))
    e[e < 1e-3] = 0
    return e / e.sum(1, keepdims=True) @ V
