# fails: equals; diagnosis: best_takes_all
import numpy as np


def softmax(scores):
    return np.eye(scores.shape[-1])[scores.argmax(axis=-1)]
