# fails: equals; diagnosis: queries_for_keys
import numpy as np


def attention_scores(Q, K):
    return Q @ Q.T / np.sqrt(Q.shape[1])
