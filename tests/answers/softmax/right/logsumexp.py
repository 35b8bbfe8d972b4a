# exp of scores less their log-sum-exp
import numpy as np


def softmax(scores):
    largest = np.max(scores, axis=-1, keepdims=True)
    logsumexp = largest + np.log(np.sum(np.exp(scores - largest), axis=-1, keepdims=True))
    return np.exp(scores - logsumexp)
