# fails: cost; diagnosis: every_group
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def grouped_query_decode_step(Q, K, V):
    size = len(Q) // len(K)
    scores = np.einsum("hd,gnd->hgn", Q, K) / np.sqrt(Q.shape[1]).astype(Q.dtype)
    mixes = np.einsum("hgn,gnd->hgd", softmax(scores), V)
    return np.array([mixes[h, h // size] for h in range(len(Q))])
