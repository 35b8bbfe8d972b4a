# fails: equals; diagnosis: base_two
import numpy as np


def softmax(scores):
    powers = 2.0 ** (scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
