# fails: equals; diagnosis: softmax_included
import numpy as np


def attention_scores(Q, K):
    s = Q @ K.T / np.sqrt(Q.shape[1])
    e = np.exp(s)
    return e / e.sum(axis=1, keepdims=True)
