# multiply and sum over a third axis
import numpy as np


def attention_scores(Q, K):
    d_k = Q.shape[1]
    products = Q[:, np.newaxis, :] * K[np.newaxis, :, :]
    return (products.sum(axis=2) / np.sqrt(d_k)).astype(Q.dtype)
