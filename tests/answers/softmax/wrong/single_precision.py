# fails: equals; diagnosis: coarse_numbers
import numpy as np


def softmax(scores):
    s = scores.astype(np.float32)
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return (e / e.sum(axis=-1, keepdims=True)).astype(scores.dtype)
