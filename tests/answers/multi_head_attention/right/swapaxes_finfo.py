# torch's shape of things: batch, heads, tokens, width
import numpy as np


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    B, T, C = 1, *X.shape
    q, k, v = (np.expand_dims(X @ W, 0).reshape(B, T, n_heads, C // n_heads).swapaxes(1, 2) for W in (W_q, W_k, W_v))
    att = (q @ k.swapaxes(-2, -1)) * (1.0 / float(np.sqrt(k.shape[-1])))
    att = np.where(np.tril(np.ones((T, T))).reshape(1, 1, T, T) == 0, np.finfo(X.dtype).min, att).astype(X.dtype)
    att = att - att.max(-1, keepdims=True)
    att = np.exp(att) / np.exp(att).sum(-1, keepdims=True)
    y = np.ascontiguousarray((att @ v).swapaxes(1, 2)).reshape(B, T, C)
    return (y @ W_o)[0]
