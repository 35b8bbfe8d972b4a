"""The results that counted answers have to give, worked out anew from the inputs' seeds."""

import numpy as np

from autograder.cost.series import MOST_TOKENS
from decodelab.meter.drivers import tokens


def inputs_of(data, stream, n):
    """Q, K, V of a count, made again from what its data say of them."""
    if max(n, data["d_k"], data["d_v"]) > MOST_TOKENS:
        raise ValueError(f"counts of {n:,} tokens are none that were asked for")
    return tokens(data["seed"], stream, n, data["d_k"], data["d_v"], data["dtype"])


def attention(Q, K, V, causal=True):
    """Attention by matrix products in float64. Rows of Q are the last rows of K's sequence."""
    Q, K, V = (np.asarray(x, float) for x in (Q, K, V))
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    if causal:
        scores[~np.tri(len(Q), len(K), len(K) - len(Q), dtype=bool)] = -np.inf
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ V / weights.sum(axis=1, keepdims=True)


def close_to(got, expected):
    got = np.asarray(got, float)
    return got.shape == expected.shape and bool(np.all(np.abs(got - expected) <= 1e-4))
