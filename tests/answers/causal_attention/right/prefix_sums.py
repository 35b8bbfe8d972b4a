# maxima and sums of every prefix, read off the diagonal
import numpy as np


def causal_attention(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    largest = np.maximum.accumulate(scores, axis=1)
    i = np.arange(len(Q))
    exps = np.tril(np.exp(np.minimum(scores - largest[i, i][:, None], 0)))
    return exps @ V / np.cumsum(exps, axis=1)[i, i][:, None]
