# fails: dtype; diagnosis: float64_for_float32
import numpy as np


def attention_scores(Q, K):
    return Q @ K.T / np.sqrt(Q.shape[1])
