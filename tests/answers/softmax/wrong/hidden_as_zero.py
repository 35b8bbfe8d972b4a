# fails: masked; diagnosis: hidden_counted_as_zero
import numpy as np


def softmax(scores):
    scores = np.nan_to_num(scores, neginf=0.0)
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)
