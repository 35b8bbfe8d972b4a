# a class for the module, called by the function
import numpy as np


class Attention:
    def __init__(self, n_heads):
        self.n_heads = n_heads

    def _split(self, x):
        return np.stack(np.array_split(x, self.n_heads, axis=-1))

    def __call__(self, q, k, v):
        q, k, v = map(self._split, (q, k, v))
        scores = np.einsum("hid,hjd->hij", q, k) / np.sqrt(q.shape[-1]).astype(q.dtype)
        future = np.less.outer(np.arange(q.shape[1]), np.arange(q.shape[1]))
        scores = np.where(future, np.finfo(q.dtype).min, scores).astype(q.dtype)
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        return np.concatenate(list(weights @ v), axis=-1)


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    return Attention(n_heads)(X @ W_q, X @ W_k, X @ W_v) @ W_o
