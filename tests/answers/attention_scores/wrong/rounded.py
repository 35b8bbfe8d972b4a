# fails: equals; diagnosis: coarse_numbers
import numpy as np


def attention_scores(Q, K):
    return np.round(Q @ K.T / np.sqrt(Q.shape[1]), 4)
