# fails: awkward; diagnosis: minus_one_hidden
import numpy as np


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    d = X.shape[1] // n_heads
    outputs = []
    for h in range(n_heads):
        q, k, v = (X @ W[:, h * d:(h + 1) * d] for W in (W_q, W_k, W_v))
        s = np.where(np.tri(len(X), dtype=bool), q @ k.T / np.sqrt(d).astype(X.dtype), -1)
        s = np.where(s == -1, -np.inf, s)
        with np.errstate(all="ignore"):
            e = np.exp(s - s.max(axis=1, keepdims=True))
            outputs.append(e / e.sum(axis=1, keepdims=True) @ v)
    return np.hstack(outputs) @ W_o
