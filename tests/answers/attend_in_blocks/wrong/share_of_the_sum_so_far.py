# fails: equals; diagnosis: divided_by_the_sum_so_far
import numpy as np


def attend_in_blocks(Q, blocks):
    t, d = Q.shape
    top = np.full((t, 1), -np.inf, Q.dtype)
    total = np.zeros((t, 1), Q.dtype)
    mix = 0
    for K, V in blocks:
        S = Q @ K.T / np.sqrt(d).astype(Q.dtype)
        new = np.maximum(top, S.max(axis=1, keepdims=True))
        E = np.exp(S - new)
        shrink = np.exp(top - new)
        total = total * shrink + E.sum(axis=1, keepdims=True)
        mix = mix * shrink + E @ V / total
        top = new
    return (mix).astype(Q.dtype)
