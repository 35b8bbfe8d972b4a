# verdict: recompute; calls full causal attention with padded queries
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


def causal_attention(Q, K, V):
    S = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    W = np.exp(S - S.max(axis=-1, keepdims=True))
    return W / W.sum(axis=-1, keepdims=True) @ V


def decode_step(q, k, v, cache):
    cache.append(k, v)
    Q = np.zeros_like(cache.keys)
    Q[-1] = q
    return causal_attention(Q, cache.keys, cache.values)[-1]
