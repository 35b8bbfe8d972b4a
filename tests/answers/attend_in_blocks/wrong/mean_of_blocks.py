# fails: equals; diagnosis: mean_of_blocks
import numpy as np


def attend_in_blocks(Q, blocks):
    outputs = []
    for K, V in blocks:
        scores = Q @ K.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        outputs.append(weights / weights.sum(axis=1, keepdims=True) @ V)
    return np.mean(outputs, axis=0)
