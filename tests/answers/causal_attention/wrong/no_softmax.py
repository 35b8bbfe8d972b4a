# fails: equals; diagnosis: no_softmax
import numpy as np


def causal_attention(Q, K, V):
    return np.tril(Q @ K.T / np.sqrt(Q.shape[1])) @ V
