# fails: memory; diagnosis: keeps_every_block
import numpy as np


def attend_in_blocks(Q, blocks):
    parts = []
    for K, V in blocks:
        scores = Q @ K.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
        largest = scores.max(axis=1, keepdims=True)
        exps = np.exp(scores - largest)
        parts.append((exps @ V, largest, exps.sum(axis=1, keepdims=True)))
    top = np.max([largest for _, largest, _ in parts], axis=0)
    mixture = sum(m * np.exp(largest - top) for m, largest, _ in parts)
    return mixture / sum(s * np.exp(largest - top) for _, largest, s in parts)
