# fails: equals; diagnosis: ends_early
import numpy as np


def causal_attention(Q, K, V, block=8):
    n = len(Q)
    block = min(block, n)
    out = np.zeros_like(V)
    for start in range(0, n - block + 1, block):
        for i in range(start, start + block):
            s = K[:i + 1] @ Q[i] / np.sqrt(K.shape[1])
            w = np.exp(s - s.max())
            out[i] = w / w.sum() @ V[:i + 1]
    return out
