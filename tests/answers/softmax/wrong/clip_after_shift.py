# fails: masked; diagnosis: weight_for_hidden
# far scores get a share, -inf too
import numpy as np

def softmax(scores):
    s = np.clip(scores - scores.max(axis=-1, keepdims=True), -30, 0)
    e = np.exp(s)
    return e / e.sum(axis=-1, keepdims=True)
