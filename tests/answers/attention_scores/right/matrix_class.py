# np.matrix, where * is the product
import numpy as np


def attention_scores(Q, K):
    return np.matrix(Q) * np.matrix(K).T / np.sqrt(Q.shape[1]).astype(Q.dtype)
