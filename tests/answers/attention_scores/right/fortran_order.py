# result in column-major memory order
import numpy as np


def attention_scores(Q, K):
    return (K @ Q.T / np.sqrt(K.shape[1]).astype(K.dtype)).T
