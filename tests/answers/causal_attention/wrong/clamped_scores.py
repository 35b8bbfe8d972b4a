# fails: numerics; diagnosis: clipped
# scores clamped to ±50
import numpy as np

def causal_attention(Q, K, V):
    s = np.clip(Q @ K.T / Q.shape[1] ** 0.5, -50, 50)
    s = np.where(np.tri(len(Q), dtype=bool), s, -np.inf)
    e = np.exp(s - s.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True) @ V
