# weights as a list of rows of growing length, padded with zeros
import numpy as np


def causal_attention(Q, K, V):
    n = len(Q)
    weights = np.zeros((n, n), Q.dtype)
    for i in range(n):
        s = np.array([np.sum(Q[i] * K[j]) for j in range(i + 1)]) / np.sqrt(Q.shape[1])
        s = np.exp(s - s.max())
        weights[i, :i + 1] = s / np.sum(s)
        assert abs(weights[i].sum() - 1) < 1e-5
    return weights.dot(V)
