# fails: dtype; diagnosis: float64_for_float32
import numpy as np


def softmax(scores):
    out = np.zeros(scores.shape)
    out[...] = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return out / out.sum(axis=-1, keepdims=True)
