# fails: causality; diagnosis: fill_from_the_scores
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def attention_scores(Q, K):
    return Q @ K.T / Q.shape[1] ** 0.5


def causal_mask(n):
    return np.tri(n, dtype=bool)


def causal_attention(Q, K, V):
    s = attention_scores(Q, K)
    s = np.where(causal_mask(len(Q)), s, s.min() - 1000).astype(s.dtype)
    return softmax(s) @ V
