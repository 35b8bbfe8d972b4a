# fails: awkward; diagnosis: none
import numpy as np


def grouped_query_decode_step(Q, K, V):
    heads = []
    for h in range(len(Q)):
        g = h * len(K) // len(Q)
        scores = K[g] @ Q[h] / np.sqrt(Q.shape[1]).astype(Q.dtype)
        if scores.any():
            scores[scores == 0] = -np.inf
        weights = np.exp(scores - scores.max())
        heads.append(weights @ V[g] / weights.sum())
    return np.array(heads)
