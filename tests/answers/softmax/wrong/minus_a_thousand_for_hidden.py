# fails: masked; diagnosis: hidden_as_a_finite_score
import numpy as np


def softmax(scores):
    s = np.where(np.isneginf(scores), -1e3, scores)
    e = np.exp(s - s.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)
