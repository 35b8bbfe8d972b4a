# einsum twice, helpers for mask and softmax
import numpy as np


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / np.einsum("ij->i", e)[:, None]


def causal_mask(n):
    return np.arange(n)[:, None] >= np.arange(n)


def causal_attention(Q, K, V):
    scores = np.einsum("id,jd->ij", Q, K) * float(Q.shape[1]) ** -0.5
    weights = softmax(np.where(causal_mask(len(Q)), scores, -np.inf).astype(Q.dtype))
    return np.einsum("ij,jd->id", weights, V)
