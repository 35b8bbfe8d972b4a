# a comprehension with stack
import math

import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def grouped_query_decode_step(Q, K, V):
    group = len(Q) // len(K)
    return np.stack([softmax(K[h // group] @ q / math.sqrt(len(q))) @ V[h // group] for h, q in enumerate(Q)])
