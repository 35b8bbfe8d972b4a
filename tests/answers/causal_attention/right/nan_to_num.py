# nan to num
import numpy as np

def causal_attention(Q, K, V):
    s = Q @ K.T / Q.shape[1] ** 0.5
    with np.errstate(all="ignore"):
        s = np.nan_to_num(s + np.where(np.tri(len(Q), dtype=bool), 0, -np.inf))
        e = np.exp(s - s.max(1, keepdims=True))
    return (e / e.sum(1, keepdims=True) @ V).astype(V.dtype)
