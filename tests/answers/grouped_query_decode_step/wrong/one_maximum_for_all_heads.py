# fails: numerics; diagnosis: one_maximum_for_all
import numpy as np


def grouped_query_decode_step(Q, K, V):
    q = Q.reshape(len(K), -1, Q.shape[1])
    scores = q @ K.swapaxes(1, 2) / np.sqrt(Q.shape[1]).astype(Q.dtype)
    weights = np.exp(scores - scores.max())
    weights /= weights.sum(axis=-1, keepdims=True)
    return (weights @ V).reshape(Q.shape)
