# np.matrix from start to end
import numpy as np


def causal_attention(Q, K, V):
    Q, K, V = np.asmatrix(Q), np.asmatrix(K), np.asmatrix(V)
    S = Q * K.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    S[np.triu_indices(len(S), 1)] = -np.inf
    E = np.exp(S - S.max(axis=1))
    return np.divide(E, E.sum(axis=1)) * V
