# np.vectorize with a signature
import numpy as np


@np.vectorize(signature="(m)->(m)", otypes=None)
def _row(s):
    e = np.exp(s - s.max())
    return e / e.sum()


def softmax(scores):
    return _row(scores).astype(scores.dtype)
