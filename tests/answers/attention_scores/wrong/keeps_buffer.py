# fails: inputs; diagnosis: shared_result
# one array for all calls
import numpy as np

_buffer = {}

def attention_scores(Q, K):
    key = (len(Q), len(K), Q.dtype)
    if key not in _buffer:
        _buffer[key] = np.empty(key[:2], Q.dtype)
    np.matmul(Q, K.T, out=_buffer[key])
    _buffer[key] /= Q.shape[1] ** 0.5
    return _buffer[key]
