# running maximum and running sum, one pass
import numpy as np


def softmax(scores):
    largest = np.full(scores.shape[:-1], -np.inf, dtype=scores.dtype)
    total = np.zeros(scores.shape[:-1], dtype=scores.dtype)
    for j in range(scores.shape[-1]):
        s = scores[..., j]
        new = np.maximum(largest, s)
        with np.errstate(invalid="ignore"):
            total = total * np.nan_to_num(np.exp(largest - new)) + np.nan_to_num(np.exp(s - new))
        largest = new
    return np.exp(scores - largest[..., None]) / total[..., None]
