# fails: equals; diagnosis: scale_in_softmax
import numpy as np


def softmax(scores):
    scores = scores / np.sqrt(scores.shape[-1])
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)
