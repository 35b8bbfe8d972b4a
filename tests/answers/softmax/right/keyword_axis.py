# more parameters than asked for, with defaults
import numpy as np


def softmax(scores, axis=-1, temperature=1.0):
    scores = np.asarray(scores) / temperature
    scores = scores - np.maximum.reduce(scores, axis=axis, keepdims=True)
    weights = np.exp(scores)
    weights /= np.sum(weights, axis=axis, keepdims=True)
    return weights
