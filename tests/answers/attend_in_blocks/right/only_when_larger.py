# rescales only where a larger score was met, in place
import numpy as np


def attend_in_blocks(Q, blocks):
    t = len(Q)
    top = np.full(t, -np.inf)
    total = np.zeros(t)
    acc = None
    for K, V in blocks:
        if acc is None:
            acc = np.zeros((t, V.shape[1]))
        scores = np.einsum("id,jd->ij", Q, K) / np.sqrt(K.shape[1])
        best = scores.max(axis=1)
        for i in np.flatnonzero(best > top):
            if total[i]:
                factor = np.exp(top[i] - best[i])
                total[i] *= factor
                acc[i] *= factor
            top[i] = best[i]
        exps = np.exp(scores - top[:, None])
        total += exps.sum(axis=1)
        acc += exps @ V
    return (acc / total[:, None]).astype(Q.dtype)
