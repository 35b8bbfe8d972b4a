# three loops over Python floats, into an array of the inputs' dtype
import math

import numpy as np


def attention_scores(Q, K):
    n, d_k = Q.shape
    m = K.shape[0]
    scores = np.zeros((n, m), dtype=Q.dtype)
    for i in range(n):
        for j in range(m):
            total = 0.0
            for c in range(d_k):
                total += float(Q[i, c]) * float(K[j, c])
            scores[i, j] = total / math.sqrt(d_k)
    return scores
