# fails: equals; diagnosis: none
import numpy as np


def softmax(scores):
    e=np.exp(scores-scores.max(-1,keepdims=True))
    return e/e.min(-1,keepdims=True)
