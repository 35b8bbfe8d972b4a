# fails: cost; diagnosis: copy_per_head
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def grouped_query_decode_step(Q, K, V):
    size = len(Q) // len(K)
    every_K = np.stack([K[h // size] for h in range(len(Q))])
    every_V = np.stack([V[h // size] for h in range(len(Q))])
    weights = softmax(np.einsum("hd,hnd->hn", Q, every_K) / np.sqrt(Q.shape[1]).astype(Q.dtype))
    return np.einsum("hn,hnd->hd", weights, every_V)
