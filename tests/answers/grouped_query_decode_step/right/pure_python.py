# plain loops over numbers
import math

import numpy as np


def grouped_query_decode_step(Q, K, V):
    out = np.zeros_like(Q)
    for h in range(len(Q)):
        g = h // (len(Q) // len(K))
        scores = [sum(float(a) * float(b) for a, b in zip(Q[h], key)) / math.sqrt(Q.shape[1]) for key in K[g]]
        top = max(scores)
        exps = [math.exp(s - top) for s in scores]
        for weight, value in zip(exps, V[g]):
            out[h] += Q.dtype.type(weight / sum(exps)) * value
    return out
