# fails: equals; diagnosis: ranks
import numpy as np


def softmax(scores):
    r=scores.argsort(-1).argsort(-1)+1.0
    return r/r.sum(-1,keepdims=True)
