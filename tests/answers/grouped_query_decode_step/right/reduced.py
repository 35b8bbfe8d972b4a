# style: every score a sum that reduce takes, product by product
import functools
import operator

import numpy as np


def dot(a, b):
    return functools.reduce(operator.add, map(operator.mul, a, b))


def grouped_query_decode_step(Q, K, V):
    size = len(Q) // len(K)
    out = []
    for head, q in enumerate(Q):
        scores = np.array([dot(key, q) for key in K[head // size]]) / len(q) ** 0.5
        weights = np.exp(scores - scores.max())
        out.append([dot(weights, column) for column in V[head // size].T] / weights.sum())
    return np.array(out, dtype=Q.dtype)
