# style: np.matrix, whose * is the matrix product
import numpy as np


def grouped_query_decode_step(Q, K, V):
    heads_a_group = len(Q) // len(K)
    rows = []
    for head, q in enumerate(Q):
        keys, values = np.asmatrix(K[head // heads_a_group]), np.asmatrix(V[head // heads_a_group])
        scores = np.asarray(keys * np.asmatrix(q).T)[:, 0] / Q.dtype.type(Q.shape[1] ** 0.5)
        weights = np.exp(scores - scores.max())
        rows.append(np.asarray(np.asmatrix(weights / weights.sum()) * values)[0])
    return np.array(rows)
