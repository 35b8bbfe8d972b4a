# fails: awkward; diagnosis: zero_score_hidden
# np.where(tril scores)
import numpy as np

def causal_attention(Q, K, V):
    s = Q @ K.T / Q.shape[1] ** 0.5
    s = np.where(np.tril(s), s, -np.inf)
    e = np.exp(s - s.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True) @ V
