# fails: inputs; diagnosis: shared_result
import numpy as np

_buffers = {}


def attention_scores(Q, K):
    scores = _buffers.setdefault((len(Q), len(K), Q.dtype), np.empty((len(Q), len(K)), Q.dtype))
    np.matmul(Q, K.T, out=scores)
    scores /= np.sqrt(Q.shape[1])
    return scores
