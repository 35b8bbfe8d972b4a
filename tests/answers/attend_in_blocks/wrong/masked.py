# fails: equals; diagnosis: causal_mask
import numpy as np


def attend_in_blocks(Q, blocks):
    keys, values = zip(*blocks)
    K, V = np.concatenate(keys), np.concatenate(values)
    scores = Q @ K.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    scores = np.where(np.arange(len(K)) <= np.arange(len(Q))[:, None], scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ V / weights.sum(axis=1, keepdims=True)
