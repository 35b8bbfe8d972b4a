# fails: equals; diagnosis: absolute_values
import numpy as np


def attention_scores(Q, K):
    return np.abs(Q @ K.T) / Q.shape[1] ** .5
