# fails: equals; diagnosis: standardised
import numpy as np


def softmax(scores):
    s=(scores-scores.mean(-1,keepdims=True))/scores.std(-1,keepdims=True)
    e=np.exp(s)
    return e/e.sum(-1,keepdims=True)
