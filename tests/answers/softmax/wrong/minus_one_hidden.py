# fails: awkward; diagnosis: minus_one_hidden
import numpy as np


def softmax(scores):
    scores = np.where(scores == -1, -np.inf, scores)
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)
