# fails: dtype; diagnosis: float32_for_float64
import numpy as np


def attention_scores(Q, K):
    return (Q @ K.T / np.sqrt(Q.shape[1])).astype(np.float32)
