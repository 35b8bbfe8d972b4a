# fails: equals; diagnosis: softmax_over_everything
import numpy as np


def softmax(scores):
    axes = (-2, -1) if scores.ndim > 1 else -1
    e = np.exp(scores - scores.max(axis=axes, keepdims=True))
    return e / e.sum(axis=axes, keepdims=True)
