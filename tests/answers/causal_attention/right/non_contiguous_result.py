# a result in column-major order that is a view of a larger array of its own
import numpy as np


def causal_attention(Q, K, V):
    n, d_v = V.shape
    room = np.zeros((2 * d_v, n + 1), dtype=V.dtype)
    output = room[::2, :n].T
    for i in range(n):
        scores = Q[i] @ K[:i + 1].T / np.sqrt(Q.shape[1])
        exps = np.exp(scores - scores.max())
        output[i] = exps @ V[:i + 1] / exps.sum()
    return output
