# fails: dtype; diagnosis: none
import numpy as np


def attention_scores(Q, K):
    return (Q @ K.T / np.sqrt(Q.shape[1])).astype(np.float32)
