# fails: inputs; diagnosis: changes_input
import numpy as np


def softmax(scores):
    np.exp(scores - scores.max(axis=-1, keepdims=True), out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    return scores
