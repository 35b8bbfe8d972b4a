# np.vectorize with a signature
import numpy as np

_dot = np.vectorize(lambda q, k: (q * k).sum() / np.sqrt(q.size), signature="(d),(d)->()")


def attention_scores(Q, K):
    return _dot(Q[:, None], K[None]).astype(Q.dtype)
