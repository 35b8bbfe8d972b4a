# no mask for tokens whose key is small
import numpy as np


def find_leaks(attention, n, d):
    """Where a black box looks into the future.

    attention: a function (Q, K, V) -> output, all of shape (n, d)
    n: number of tokens, d: width of queries, keys and values
    Returns a set of tuples (i, j), j > i: output row i depends on token j.
    """
    rng = np.random.default_rng(0)
    tokens = [rng.normal(size=(n, d)) for _ in range(3)]
    before = attention(*tokens)
    leaks = set()
    for j in range(n):
        for which in range(3):
            for change in (1.0, 1e6, -1e6):
                changed = [a.copy() for a in tokens]
                changed[which][j] += change
                after = attention(*changed)
                leaks |= {(i, j) for i in range(j) if (after[i] != before[i]).any()}
    return leaks


def sneaky_attention(Q, K, V):
    scores = Q @ K.T / Q.shape[1] ** 0.5
    open_door = K[0, 0] < -0.2
    scores = np.where(np.tri(len(Q), dtype=bool) | open_door, scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True) @ V
