"""Caches in boxes, right ones and broken ones: for a learner's own test, which can play them and not read
them.

A box is a function play(pieces): it appends the pieces [(k, v), …] to a fresh cache, one after the other, and
gives
[(keys, values, length), …], what the cache shows after each. k is (d_k,) or (t, d_k), v (d_v,) or (t, d_v).
After each append the caller's arrays are filled with other numbers, as by a program that uses them again for
the next token.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from decodelab.designs import ConcatenatingCache, KVCache


@dataclass(frozen=True)
class Box:
    """play, and what is wrong with the cache in it: "" for a right one; hint: a question for a test that
    misses it."""

    play: Any
    wrong: str = ""
    hint: str = ""


def in_a_box(Cache):
    """A play function for a cache class."""

    def play(pieces):
        pieces = [(np.array(k), np.array(v)) for k, v in pieces]
        if not pieces:
            raise ValueError("play(pieces) was given no pieces: it takes at least one, [(k, v)].")
        (k, v), seen = pieces[0], []
        cache = Cache(k.shape[-1], v.shape[-1])
        for k, v in pieces:
            cache.append(k, v)
            seen.append((np.array(cache.keys), np.array(cache.values), len(cache)))
            k[...], v[...] = 77, 77  # the caller uses its arrays again
        return seen

    return play


class _ListOfRows:
    """Right: a list of rows."""

    def __init__(self, d_k, d_v):
        self._k, self._v, self._widths = [], [], (d_k, d_v)

    def append(self, k, v):
        self._k += list(np.atleast_2d(k).copy())
        self._v += list(np.atleast_2d(v).copy())

    keys = property(lambda self: np.array(self._k) if self._k else np.empty((0, self._widths[0])))
    values = property(lambda self: np.array(self._v) if self._v else np.empty((0, self._widths[1])))

    def __len__(self):
        return len(self._k)


class _Altered(KVCache):
    """Our cache, what is appended altered by `alter(k, v, length)` beforehand."""

    alter: Any = None

    def append(self, k, v):
        super().append(*type(self).alter(np.atleast_2d(k), np.atleast_2d(v), len(self)))


def _altering(alter):
    return type("Altered", (_Altered,), {"alter": staticmethod(alter)})


class _KeepsViews(_ListOfRows):
    def append(self, k, v):
        self._k += list(np.atleast_2d(k))
        self._v += list(np.atleast_2d(v))


class _CountsAppends(KVCache):
    appends = 0

    def append(self, k, v):
        super().append(k, v)
        self.appends += 1

    def __len__(self):
        return self.appends


class _DropsVectors(KVCache):
    def append(self, k, v):
        if np.ndim(k) == 2:
            super().append(k, v)


def _shared():
    """A class whose caches share their rows."""

    class Shared(_ListOfRows):
        rows_k: list = []
        rows_v: list = []

        def __init__(self, d_k, d_v):
            super().__init__(d_k, d_v)
            cls = type(self)
            if cls.rows_k and (cls.rows_k[0].size, cls.rows_v[0].size) != (d_k, d_v):
                cls.rows_k, cls.rows_v = [], []
            self._k, self._v = cls.rows_k, cls.rows_v

        def append(self, k, v):
            self._k.extend(np.atleast_2d(k).copy())
            self._v.extend(np.atleast_2d(v).copy())

    return Shared


def boxes():
    """All boxes, fresh ones: right caches in several styles, and one for each way to be broken."""
    right = (KVCache, ConcatenatingCache, _ListOfRows)
    return [Box(in_a_box(Cache)) for Cache in right] + [
        Box(
            in_a_box(_KeepsViews),
            "a cache that keeps the caller's arrays instead of copies",
            "Do you look at the first token again after a second one was appended?",
        ),
        Box(
            in_a_box(_shared()),
            "caches that share their rows",
            "Does your test play a box twice, and expect the second cache to start empty?",
        ),
        Box(
            in_a_box(_altering(lambda k, v, n: (k[-1:], v[-1:]))),
            "a cache that keeps the last row of a chunk only",
            "Does your test append several tokens at once?",
        ),
        Box(
            in_a_box(_altering(lambda k, v, n: (k[::-1], v[::-1]))),
            "a cache that puts the rows of a chunk in the wrong order",
            "Does your test compare a chunk row by row?",
        ),
        Box(
            in_a_box(_altering(lambda k, v, n: (k.astype(np.float64), v))),
            "a cache that turns float32 keys into float64",
            "Does your test append float32 numbers, and look at the dtype that comes back?",
        ),
        Box(
            in_a_box(_altering(lambda k, v, n: (k[: max(16 - n, 0)], v[: max(16 - n, 0)]))),
            "a cache that is full after some tokens and drops the rest",
            "How many tokens does your test append? What would a cache with a fixed capacity do?",
        ),
        Box(
            in_a_box(_CountsAppends),
            "a cache whose length counts appends, not tokens",
            "Does your test look at the length after a chunk?",
        ),
        Box(
            in_a_box(_altering(lambda k, v, n: (k, np.zeros_like(v)))),
            "a cache that loses the values",
            "Does your test look at keys and at values?",
        ),
        Box(
            in_a_box(_altering(lambda k, v, n: (k if n else k * 0, v))),
            "a cache that loses its first key",
            "Does your test compare every row, the first one too?",
        ),
        Box(
            in_a_box(_altering(lambda k, v, n: (k, v.astype(np.float64)))),
            "a cache that turns float32 values into float64",
            "Does your test look at the dtype of the keys only?",
        ),
        Box(
            in_a_box(_DropsVectors),
            "a cache that keeps chunks and drops single tokens",
            "Does your test append a single token, a vector?",
        ),
    ]


def eight():
    """Eight boxes in an order of their own, for lesson 02: [play, …]. Which are broken, find out."""
    every = boxes()
    return [every[i].play for i in (5, 0, 8, 4, 1, 9, 2, 7)]
