# fails: equals; diagnosis: scaled_to_the_largest
import numpy as np


def attention_scores(Q, K):
    s = Q @ K.T / np.sqrt(Q.shape[1])
    return s / np.abs(s).max()
