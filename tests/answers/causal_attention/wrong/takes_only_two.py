# fails: shape; diagnosis: none
import numpy as np


def causal_attention(Q, K):
    return np.tril(Q @ K.T)
