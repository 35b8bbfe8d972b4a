# fails: numerics; diagnosis: least_subtracted
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.min(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)
