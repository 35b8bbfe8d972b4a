# fails: numerics; diagnosis: zero_score_hidden
import numpy as np


def softmax(scores):
    e = np.where(scores != 0, np.exp(scores - scores.max(-1, keepdims=True)), 0).astype(scores.dtype)
    return e / e.sum(-1, keepdims=True)
