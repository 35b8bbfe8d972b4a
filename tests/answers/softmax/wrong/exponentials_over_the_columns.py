# fails: equals; diagnosis: softmax_over_queries
import numpy as np


def softmax(scores):
    return np.exp(scores) / np.exp(scores).sum(axis=0)
