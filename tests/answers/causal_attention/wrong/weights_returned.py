# fails: shape; diagnosis: weights_returned
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def attention_scores(Q, K):
    return Q @ K.T / Q.shape[1] ** 0.5


def causal_mask(n):
    return np.tri(n, dtype=bool)


def causal_attention(Q, K, V):
    return softmax(np.where(causal_mask(len(Q)), attention_scores(Q, K), -np.inf))
