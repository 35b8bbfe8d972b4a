# the signature and names of a library
import numpy as np


class F:
    @staticmethod
    def softmax(input, dim=None, dtype=None):
        input = input - np.amax(input, axis=dim, keepdims=True)
        return np.exp(input) / np.exp(input).sum(axis=dim, keepdims=True)


def softmax(scores):
    return F.softmax(scores, dim=-1)
