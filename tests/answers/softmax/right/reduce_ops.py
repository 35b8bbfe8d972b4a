# reduce ops
import numpy as np


def softmax(scores):
    e=np.exp(np.subtract(scores,np.maximum.reduce(scores,axis=-1,keepdims=True)))
    return np.divide(e,np.add.reduce(e,axis=-1,keepdims=True))
