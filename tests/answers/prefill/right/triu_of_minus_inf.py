# style: adds a matrix with -inf above the shifted diagonal
import numpy as np


def prefill(Q, K, V, cache):
    offset = len(cache)
    cache.append(K, V)
    S = Q @ cache.keys.T / np.array(Q.shape[1], Q.dtype) ** 0.5
    S = S + np.triu(np.full(S.shape, -np.inf, dtype=S.dtype), k=offset + 1)
    P = np.exp(S - S.max(1)[:, None])
    P = P / P.sum(1)[:, None]
    return P @ cache.values
