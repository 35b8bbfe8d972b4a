# fails: masked; diagnosis: weight_for_hidden
import numpy as np


def softmax(scores):
    shifted = np.maximum(scores - scores.max(axis=-1, keepdims=True), -700)
    exps = np.exp(shifted)
    return exps / exps.sum(axis=-1, keepdims=True)
