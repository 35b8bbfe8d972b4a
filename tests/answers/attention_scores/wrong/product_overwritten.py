# fails: equals; diagnosis: last_product_only
import math

import numpy as np


def attention_scores(Q, K):
    scores = np.zeros((len(Q), len(K)))
    for i in range(len(Q)):
        for j in range(len(K)):
            for d in range(Q.shape[1]):
                scores[i, j] = Q[i, d] * K[j, d]
    return scores / math.sqrt(Q.shape[1])
