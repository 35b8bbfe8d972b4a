# fails: shape; diagnosis: not_in_numpy
import numpy as np


def causal_attention(Q, K, V):
    scores = Q @ K.t() / np.sqrt(Q.shape[1])
    return scores @ V
