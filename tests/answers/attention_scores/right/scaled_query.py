# the query is scaled first, a copy of it
import math

import numpy as np


def attention_scores(Q, K):
    scaled = Q.copy()
    scaled /= math.sqrt(Q.shape[1])
    return np.matmul(scaled, np.transpose(K))
