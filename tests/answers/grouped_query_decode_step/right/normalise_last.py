# divides the mixture, not the weights
import numpy as np


def grouped_query_decode_step(Q, K, V):
    grouped = Q.reshape(len(K), -1, Q.shape[-1])
    scores = np.matmul(grouped, np.moveaxis(K, 1, 2)) / np.sqrt(Q.shape[1]).astype(Q.dtype)
    exps = np.exp(scores - scores.max(axis=2, keepdims=True))
    return (exps @ V / exps.sum(axis=2)[..., None]).reshape(Q.shape)
