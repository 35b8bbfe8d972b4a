# the largest score found by sorting
import numpy as np


def softmax(x):
    ordered = np.sort(x, axis=-1)
    z = np.exp(x - np.take(ordered, [-1], axis=-1))
    return z / np.einsum("...j->...", z)[..., np.newaxis]
