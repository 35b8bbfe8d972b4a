# functools.reduce over parts
from functools import reduce

import numpy as np


def attend_in_blocks(Q, blocks):
    def part(block):
        K, V = block
        scores = Q @ K.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
        m = scores.max(axis=1, keepdims=True)
        e = np.exp(scores - m)
        return e @ V, m, e.sum(axis=1, keepdims=True)

    def joined(a, b):
        m = np.maximum(a[1], b[1])
        fa, fb = np.exp(a[1] - m), np.exp(b[1] - m)
        return a[0] * fa + b[0] * fb, m, a[2] * fa + b[2] * fb

    mixture, _, total = reduce(joined, map(part, blocks))
    return mixture / total
