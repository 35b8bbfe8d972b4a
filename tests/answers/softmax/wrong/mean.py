# fails: numerics; diagnosis: mean_subtracted
import numpy as np


def softmax(scores):
    centred = scores - scores.mean(axis=-1, keepdims=True)
    return np.exp(centred) / np.exp(centred).sum(axis=-1, keepdims=True)
