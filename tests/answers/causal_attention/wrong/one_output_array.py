# fails: inputs; diagnosis: shared_result
import numpy as np

out = {}


def causal_attention(Q, K, V):
    result = out.setdefault((V.shape, V.dtype), np.zeros_like(V))
    for i in range(len(Q)):
        s = K[:i + 1] @ Q[i] / np.sqrt(K.shape[1])
        e = np.exp(s - s.max())
        result[i] = e / e.sum() @ V[:i + 1]
    return result
