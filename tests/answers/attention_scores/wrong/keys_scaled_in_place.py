# fails: inputs; diagnosis: changes_input
import numpy as np


def attention_scores(Q, K):
    K *= 1 / np.sqrt(K.shape[1]).astype(K.dtype)
    return Q @ K.T
