# flattened to rows and back
import numpy as np


def softmax(scores):
    rows = scores.reshape(-1, scores.shape[-1])
    rows = rows - rows.max(axis=1, keepdims=True)
    exps = np.exp(rows)
    return (exps / exps.sum(axis=1, keepdims=True)).reshape(scores.shape)
