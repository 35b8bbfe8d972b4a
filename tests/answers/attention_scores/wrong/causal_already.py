# fails: equals; diagnosis: mask_included
import numpy as np


def attention_scores(Q, K):
    s = Q @ K.T / np.sqrt(Q.shape[1])
    s[np.triu_indices(len(Q), 1, len(K))] = -np.inf
    return s
