# fails: equals; diagnosis: zeros_for_minus_infinity
# keys of the future zeroed: score 0
import numpy as np

def causal_attention(Q, K, V):
    out = np.empty_like(V)
    for i in range(len(Q)):
        Ki, Vi = K.copy(), V.copy()
        Ki[i + 1:] = 0
        Vi[i + 1:] = 0
        s = Ki @ Q[i] / Q.shape[1] ** 0.5
        e = np.exp(s - s.max())
        out[i] = e / e.sum() @ Vi
    return out
