# loops over queries within a block, lists of three
import numpy as np


def attend_in_blocks(Q, blocks):
    state = [[-np.inf, 0.0, 0.0] for _ in Q]
    for K, V in blocks:
        for i, q in enumerate(Q):
            largest, total, mixture = state[i]
            scores = K @ (q / np.sqrt(len(q)))
            new = max(largest, float(scores.max()))
            exps = np.exp(scores - new)
            shrink = np.exp(largest - new)
            state[i] = [new, total * shrink + exps.sum(), mixture * shrink + exps @ V]
    return np.array([mixture / total for _, total, mixture in state], dtype=Q.dtype)
