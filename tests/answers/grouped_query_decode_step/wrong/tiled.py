# fails: cost; diagnosis: copy_per_head
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def grouped_query_decode_step(Q, K, V):
    size = len(Q) // len(K)
    every_K = np.tile(K[:, None], (1, size, 1, 1)).reshape(-1, *K.shape[1:])
    every_V = np.tile(V[:, None], (1, size, 1, 1)).reshape(-1, *V.shape[1:])
    weights = softmax(np.einsum("hd,hnd->hn", Q, every_K) / np.sqrt(Q.shape[1]).astype(Q.dtype))
    return np.einsum("hn,hnd->hd", weights, every_V)
