# keepdims by hand
import numpy as np


def softmax(scores):
    m = scores.max(-1)[..., None]
    e = np.exp(scores - m)
    s = e.sum(-1)[..., None]
    return e / s
