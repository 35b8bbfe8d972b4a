# fails: equals; diagnosis: scale_by_length
import numpy as np


def attention_scores(Q, K):
    d_k = Q.shape[0]
    return (Q @ K.T / np.sqrt(d_k)).astype(Q.dtype)
