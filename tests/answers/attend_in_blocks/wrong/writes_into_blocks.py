# fails: inputs; diagnosis: changes_input
import numpy as np


def attend_in_blocks(Q, blocks):
    scale = np.sqrt(Q.shape[1]).astype(Q.dtype)
    largest = np.full((len(Q), 1), -np.inf, dtype=Q.dtype)
    total = mixture = np.zeros((len(Q), 1), dtype=Q.dtype)
    for K, V in blocks:
        K *= 1 / scale
        scores = Q @ K.T
        new = np.maximum(largest, scores.max(axis=1, keepdims=True))
        exps = np.exp(scores - new)
        old = np.exp(largest - new)
        total = total * old + exps.sum(axis=1, keepdims=True)
        mixture = mixture * old + exps @ V
        largest = new
    return mixture / total
