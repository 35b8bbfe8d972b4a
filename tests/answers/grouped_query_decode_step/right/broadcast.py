# an axis for the heads of a group
import numpy as np

def grouped_query_decode_step(Q, K, V):
    n_kv, n, d = K.shape
    q = Q.reshape(n_kv, len(Q) // n_kv, d, 1) / Q.dtype.type(np.sqrt(d))
    scores = (K[:, None] @ q)[..., 0]
    scores = scores - scores.max(axis=-1, keepdims=True)
    w = np.exp(scores)
    w /= w.sum(axis=-1, keepdims=True)
    return (w[:, :, None, :] @ V[:, None])[:, :, 0].reshape(len(Q), d)
