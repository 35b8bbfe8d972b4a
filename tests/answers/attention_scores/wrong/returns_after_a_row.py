# fails: equals; diagnosis: loop_ends_early
import math

import numpy as np


def attention_scores(Q, K):
    scores = np.zeros((len(Q), len(K)), Q.dtype)
    for i in range(len(Q)):
        for j in range(len(K)):
            scores[i, j] = Q[i] @ K[j] / math.sqrt(Q.shape[1])
        return scores
