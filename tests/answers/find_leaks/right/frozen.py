# a frozenset from a generator, helpers for each step
import numpy as np


def _inputs(n, d):
    rng = np.random.default_rng(11)
    return [rng.normal(size=(n, d)) for _ in range(3)]


def _with_token(inputs, j, which, size):
    return [
        np.where((np.arange(len(a))[:, None] == j) & (w == which), a + size, a) for w, a in enumerate(inputs)
    ]


def _rows_that_differ(a, b):
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    return [i for i, row in enumerate(same) if not all(row)]


def find_leaks(attention, n, d):
    inputs = _inputs(n, d)
    before = attention(*inputs)
    return frozenset(
        (i, j)
        for j in range(n)
        for size in (1e2, 1e6, -1e6)
        for which in (0, 1, 2)
        for i in _rows_that_differ(before, attention(*_with_token(inputs, j, which, size)))
        if i < j
    )
