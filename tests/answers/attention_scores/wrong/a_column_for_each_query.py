# fails: equals; diagnosis: columns_of_queries
import numpy as np


def attention_scores(Q, K):
    n = len(Q)
    out = np.zeros((n, n), Q.dtype)
    for i in range(n):
        for j in range(n):
            out[i, j] = Q[i] @ K[j] / Q.shape[1] ** .5
    return out
