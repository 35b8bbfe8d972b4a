# fails: numerics; diagnosis: zero_score_hidden
# 0 taken for nothing
import numpy as np

def softmax(scores):
    s = np.where(scores == 0, -np.inf, scores)
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
