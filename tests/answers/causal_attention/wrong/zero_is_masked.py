# fails: awkward; diagnosis: zero_score_hidden
# tril, then zeros become -inf
import numpy as np

def causal_attention(Q, K, V):
    s = np.tril(Q @ K.T / Q.shape[1] ** 0.5)
    s[s == 0] = -np.inf
    e = np.exp(s - s.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True) @ V
