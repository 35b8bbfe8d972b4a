# numpy.ma hides the -inf entries
import numpy as np


def softmax(scores):
    hidden = np.ma.masked_invalid(scores)
    exps = np.ma.exp(hidden - hidden.max(axis=-1, keepdims=True))
    return (exps / exps.sum(axis=-1, keepdims=True)).filled(0).astype(scores.dtype)
