# fails: equals; diagnosis: rounded
import numpy as np


def attention_scores(Q, K):
    return np.round(Q @ K.T / Q.shape[1] ** .5, 2)
