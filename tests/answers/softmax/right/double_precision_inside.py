# float64 inside, the input's dtype outside
import numpy as np


def softmax(scores):
    s = scores.astype(np.float64)
    e = np.exp(s - np.amax(s, axis=-1, keepdims=True))
    return (e / np.sum(e, axis=-1, keepdims=True)).astype(scores.dtype)
