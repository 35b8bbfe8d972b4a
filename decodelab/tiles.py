"""Causal attention in tiles: a block of queries against a block of keys at a time, and none of those above
the diagonal.

The method of FlashAttention (Dao et al. 2022, arXiv 2205.14135, algorithm 1) with causal tiles left out;
beside it the same with all scores written down.
"""

import numpy as np


def causal_with_all_scores(Q, K, V):
    """Q, K (n, d_k), V (n, d_v) -> (n, d_v). Makes a table of n² scores."""
    scores = Q @ K.T
    scores *= Q.dtype.type(1 / np.sqrt(Q.shape[1]))
    scores[~np.tri(len(Q), dtype=bool)] = -np.inf
    scores -= scores.max(axis=1, keepdims=True)
    weights = np.exp(scores, out=scores)
    return weights @ V / weights.sum(axis=1, keepdims=True)


def causal_in_tiles(Q, K, V, size):
    """The same in tiles of size × size scores: what a tile leaves is a largest score, a sum and a mixture for
    each query."""
    out = np.empty((len(Q), V.shape[1]), V.dtype)
    scale = Q.dtype.type(1 / np.sqrt(Q.shape[1]))
    for top in range(0, len(Q), size):
        q = Q[top : top + size] * scale
        largest = np.full((len(q), 1), -np.inf, Q.dtype)
        total, mixture = np.zeros_like(largest), np.zeros((len(q), V.shape[1]), V.dtype)
        for left in range(0, top + size, size):
            scores = q @ K[left : left + size].T
            if left == top:  # on the diagonal; to its left a query may use every key
                scores[~np.tri(*scores.shape, dtype=bool)] = -np.inf
            new = np.maximum(largest, scores.max(axis=1, keepdims=True))
            scores -= new
            exps, old = np.exp(scores, out=scores), np.exp(largest - new)
            total = total * old + exps.sum(axis=1, keepdims=True)
            mixture = mixture * old + exps @ V[left : left + size]
            largest = new
        out[top : top + size] = mixture / total
    return out


def tiles_computed(n, size):
    """(tiles worked out, tiles of the whole table) for n queries and keys."""
    across = -(-n // size)
    return across * (across + 1) // 2, across * across
