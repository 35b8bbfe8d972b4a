# fails: equals; diagnosis: small_weights_dropped
# only one of equal largest
import numpy as np

def softmax(scores):
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    w = e / e.sum(axis=-1, keepdims=True)
    return np.where(w < 1e-3, 0, w)
