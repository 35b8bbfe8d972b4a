# fails: memory; diagnosis: keeps_every_block
import numpy as np


def attend_in_blocks(Q, blocks):
    scores, values = [], []
    for K, V in blocks:
        scores.append(Q @ K.T / np.sqrt(Q.shape[1]).astype(Q.dtype))
        values.append(V)
    largest = np.max([s.max(axis=1) for s in scores], axis=0)[:, None]
    exps = [np.exp(s - largest) for s in scores]
    return sum(e @ V for e, V in zip(exps, values)) / sum(e.sum(axis=1, keepdims=True) for e in exps)
