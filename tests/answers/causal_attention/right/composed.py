# put together from the functions of the exercises before
import numpy as np


def attention_scores(Q, K):
    return (Q @ K.T / np.sqrt(Q.shape[1])).astype(Q.dtype)


def softmax(scores):
    scores = scores - scores.max(axis=-1, keepdims=True)
    return np.exp(scores) / np.exp(scores).sum(axis=-1, keepdims=True)


def causal_mask(n):
    return np.tril(np.ones((n, n))).astype(bool)


def causal_attention(Q, K, V):
    scores = attention_scores(Q, K)
    scores[~causal_mask(len(Q))] = -np.inf
    return softmax(scores) @ V
