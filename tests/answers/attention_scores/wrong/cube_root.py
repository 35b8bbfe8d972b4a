# fails: equals; diagnosis: another_root
import numpy as np


def attention_scores(Q, K):
    return Q @ K.T / np.cbrt(Q.shape[1])
