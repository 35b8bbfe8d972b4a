# fails: numerics; diagnosis: naive_exp
import numpy as np


def softmax(scores):
    return np.exp(scores) / np.exp(scores).sum(axis=-1, keepdims=True)
