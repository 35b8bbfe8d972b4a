# no NumPy arithmetic at all
import math

import numpy as np


def causal_attention(Q, K, V):
    out = []
    for i, q in enumerate(Q.tolist()):
        scores = [sum(a * b for a, b in zip(q, k)) / math.sqrt(len(q)) for k in K.tolist()[:i + 1]]
        top = max(scores)
        exps = [math.exp(s - top) for s in scores]
        out.append([sum(e * v for e, v in zip(exps, column)) / sum(exps) for column in zip(*V.tolist()[:i + 1])])
    return np.array(out, dtype=Q.dtype)
