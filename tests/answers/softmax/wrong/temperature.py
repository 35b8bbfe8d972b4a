# fails: equals; diagnosis: another_temperature
import numpy as np


def softmax(scores, temperature=0.7):
    e = np.exp((scores - scores.max(-1, keepdims=True)) / temperature)
    return e / e.sum(-1, keepdims=True)
