# fails: inputs; diagnosis: changes_input
import numpy as np


def softmax(scores):
    scores -= scores.max(axis=-1, keepdims=True)
    exps = np.exp(scores)
    return exps / exps.sum(axis=-1, keepdims=True)
