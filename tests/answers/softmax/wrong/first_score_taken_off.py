# fails: numerics; diagnosis: one_score_subtracted
import numpy as np


def softmax(scores):
    e = np.exp(scores - scores[..., :1])
    return e / e.sum(axis=-1, keepdims=True)
