# fails: causality; diagnosis: weak_fill
# added, not put in
import numpy as np

def causal_attention(Q, K, V):
    bias = np.triu(np.full((len(Q), len(Q)), np.finfo(np.float32).min), 1)
    s = Q @ K.T / Q.shape[1] ** 0.5 + bias
    e = np.exp(s - s.max(1, keepdims=True))
    return (e / e.sum(1, keepdims=True) @ V).astype(V.dtype)
