# fails: equals; diagnosis: softplus_shares
import numpy as np


def softmax(scores):
    e=np.log1p(np.exp(scores))
    return e/e.sum(-1,keepdims=True)
