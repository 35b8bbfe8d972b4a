# fails: equals; diagnosis: nothing_returned
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    exps /= exps.sum(axis=-1, keepdims=True)
