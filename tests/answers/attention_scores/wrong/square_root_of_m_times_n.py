# fails: equals; diagnosis: scale_by_all_scores
import numpy as np


def attention_scores(Q, K):
    s = Q @ K.T
    return s / np.sqrt(s.size)
