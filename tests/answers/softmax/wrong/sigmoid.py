# fails: equals; diagnosis: sigmoid
import numpy as np


def softmax(scores):
    return 1 / (1 + np.exp(-scores))
