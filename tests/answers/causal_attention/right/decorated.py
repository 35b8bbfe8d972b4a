# a decorator that counts its calls, and warnings
import functools
import warnings

import numpy as np


def counted(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)
    wrapper.calls = 0
    return wrapper


@counted
def causal_attention(Q, K, V):
    warnings.warn("masked scores are -inf")
    scores = Q @ K.T / np.float32(np.sqrt(Q.shape[1])) if Q.dtype == np.float32 else Q @ K.T / np.sqrt(Q.shape[1])
    scores = scores + np.log(np.tri(len(Q), dtype=Q.dtype))
    exps = np.exp(scores - scores.max(-1, keepdims=True))
    return exps / exps.sum(-1, keepdims=True) @ V
