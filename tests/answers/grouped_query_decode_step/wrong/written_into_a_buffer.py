# fails: cost; diagnosis: copy_per_head
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def grouped_query_decode_step(Q, K, V):
    size = len(Q) // len(K)
    every_K = np.empty((len(Q), *K.shape[1:]), K.dtype)
    every_V = np.empty((len(Q), *V.shape[1:]), V.dtype)
    for h in range(len(Q)):
        every_K[h], every_V[h] = K[h // size], V[h // size]
    weights = softmax((every_K @ Q[:, :, None])[..., 0] / np.sqrt(Q.shape[1]).astype(Q.dtype))
    return (weights[:, None] @ every_V)[:, 0]
