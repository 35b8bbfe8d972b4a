# fails: numerics; diagnosis: maximum_from_zero
import numpy as np


def softmax(scores):
    out = np.zeros_like(scores)
    for idx in np.ndindex(scores.shape[:-1]):
        largest = 0
        for s in scores[idx]:
            if s > largest: largest = s
        e = np.exp(scores[idx] - largest)
        out[idx] = e / e.sum()
    return out
