# each block's own attention, merged into what there is
import numpy as np


def _part(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    largest = scores.max(axis=1, keepdims=True)
    exps = np.exp(scores - largest)
    total = exps.sum(axis=1, keepdims=True)
    return exps @ V / total, largest + np.log(total)


def attend_in_blocks(Q, blocks):
    mixture = None
    for K, V in blocks:
        if mixture is None:
            mixture, whole = _part(Q, K, V)
            continue
        more, of_block = _part(Q, K, V)
        both = np.logaddexp(whole, of_block)
        mixture = mixture * np.exp(whole - both) + more * np.exp(of_block - both)
        whole = both
    return mixture
