# fails: equals; diagnosis: equal_weights
import numpy as np


def causal_attention(Q, K, V):
    return np.cumsum(V, axis=0) / np.arange(1, len(V) + 1)[:, None]
