# style: the methods behind the operators, called by their names
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = q.__rmatmul__(cache.keys).__truediv__(q.dtype.type(len(q) ** 0.5))
    weights = np.exp(scores.__sub__(scores.max()))
    return weights.__matmul__(cache.values).__truediv__(weights.sum())
