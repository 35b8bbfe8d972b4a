# fails: equals; diagnosis: reshape_for_transpose
import numpy as np


def attention_scores(Q, K):
    m, d_k = K.shape
    return Q @ np.reshape(K, (d_k, m)) / np.sqrt(d_k)
