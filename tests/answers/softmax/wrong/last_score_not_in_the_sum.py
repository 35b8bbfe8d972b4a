# fails: equals; diagnosis: one_left_out_of_the_sum
import numpy as np


def softmax(scores):
    e=np.exp(scores-scores.max(-1,keepdims=True))
    return e/e[...,:-1].sum(-1,keepdims=True)
