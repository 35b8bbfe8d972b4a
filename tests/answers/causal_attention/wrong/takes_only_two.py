# fails: shape; diagnosis: number_of_arguments
import numpy as np


def causal_attention(Q, K):
    return np.tril(Q @ K.T)
