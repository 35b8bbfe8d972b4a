# exponentials only where the score is finite
import numpy as np


def softmax(scores):
    finite = np.isfinite(scores)
    top = np.max(np.where(finite, scores, np.finfo(scores.dtype).min), axis=-1, keepdims=True)
    exps = np.zeros_like(scores)
    np.exp(scores - top, out=exps, where=finite)
    total = exps.sum(axis=-1, keepdims=True)
    return np.true_divide(exps, total)
