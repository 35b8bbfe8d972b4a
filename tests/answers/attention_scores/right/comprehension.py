# nested list comprehensions with dot, then an array
import numpy as np


def attention_scores(Q, K):
    return np.array([[np.dot(q, k) for k in K] for q in Q], dtype=Q.dtype) / np.sqrt(np.array(K.shape[1], dtype=Q.dtype))
