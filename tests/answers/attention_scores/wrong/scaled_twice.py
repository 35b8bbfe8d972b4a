# fails: equals; diagnosis: scale_by_width
import numpy as np


def attention_scores(Q, K):
    Q = Q / np.sqrt(Q.shape[1])
    K = K / np.sqrt(K.shape[1])
    return Q @ K.T
