"""Which outputs of an attention move when one token changes: a first look at what depends on what."""

import numpy as np


def row_shifts(attention, n=5, d=3, change=1.0):
    """(n, n) floats: entry [i, j] is how far output row i moves when only token j changes.

    attention: a function (Q, K, V) -> output, all of shape (n, d); change: added to Q[j], K[j] and V[j]
    """
    rng = np.random.default_rng(0)
    original = rng.normal(size=(3, n, d))
    output = attention(*original)
    shifts = np.empty((n, n))
    for j in range(n):
        altered = original.copy()
        altered[:, j] += change
        shifts[:, j] = np.abs(attention(*altered) - output).max(axis=1)
    return shifts
