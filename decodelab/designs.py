"""Four ways to get the next token's attention: one keeps keys and values, three do the work again.

`KVCache` and `decode_step` are what lesson 02 builds, done well. The rivals, counted in lesson 03 and timed
in lesson 04, give the same numbers and cost more; each is a cache class and a step with the same interface.
`four` sets them up side by side.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from decodelab.rows import dtype_of, joined


class KVCache:
    """Keys and values of all tokens so far, in arrays that double when they are full.

    d_k, d_v: width of one token's key and value. The first append fixes the dtype.
    Doubling makes n appends copy fewer than n rows in all, however long the sequence gets.
    Keys lie column by column, values row by row: then both products add up long stretches of memory as they
    lie, which BLAS does faster than one short dot product for each key (benchmarks/decode_step.py).
    """

    def __init__(self, d_k, d_v):
        self._keys = np.empty((0, d_k))
        self._values = np.empty((0, d_v))
        self._length = 0

    def append(self, k, v):
        """One token, (d_k,) and (d_v,), or several, (t, d_k) and (t, d_v)."""
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        end = self._length + len(k)
        self._keys = self._with_room(self._keys, k, end, order="F")
        self._values = self._with_room(self._values, v, end, order="C")
        self._keys[self._length : end] = k
        self._values[self._length : end] = v
        self._length = end

    def _with_room(self, buffer, rows, needed, order):
        dtype = dtype_of(buffer[: self._length], rows)
        if buffer.dtype != dtype:
            buffer = buffer.astype(dtype)
        if needed <= len(buffer):
            return buffer
        larger = np.empty((max(needed, 2 * len(buffer)), buffer.shape[1]), buffer.dtype, order)
        larger[: self._length] = buffer[: self._length]
        return larger

    def truncate(self, length):
        """Back to the first `length` tokens. They move to new arrays: what was read before may still be
        looked at.

        Raises ValueError if there are not so many.
        """
        if not 0 <= length <= self._length:
            raise ValueError(f"a cache of {self._length} tokens can't be cut back to {length}")
        if length < self._length:
            self._length = length
            self._keys, self._values = (
                self._moved(self._keys, order="F"),
                self._moved(self._values, order="C"),
            )

    def _moved(self, buffer, order):
        moved = np.empty(buffer.shape, buffer.dtype, order)
        moved[: self._length] = buffer[: self._length]
        return moved

    @property
    def keys(self):
        """(len, d_k), in order of appending."""
        return self._keys[: self._length]

    @property
    def values(self):
        """(len, d_v), in order of appending."""
        return self._values[: self._length]

    def __len__(self):
        return self._length


def cut_back(cache, length):
    """A learner's cache with its first `length` tokens and no others: itself where it has `truncate`, else a
    new one of its kind."""
    if hasattr(cache, "truncate"):
        cache.truncate(length)
        return cache
    shorter = type(cache)(cache.keys.shape[1], cache.values.shape[1])
    if length:
        shorter.append(cache.keys[:length].copy(), cache.values[:length].copy())
    return shorter


def decode_step(q, k, v, cache):
    """Attention of one new token over everything cached, itself included.

    q, k : (d_k,) floats, the new token's query and key
    v    : (d_v,) floats, its value
    cache: KVCache, one token longer afterwards

    Returns (d_v,), dtype of v. Costs n·(d_k + d_v) multiply-adds at n = len(cache).
    """
    cache.append(k, v)
    scaled = q / np.sqrt(len(q)).astype(q.dtype)  # d_k divisions; scaling the scores would take n
    scores = cache.keys @ scaled
    scores -= scores.max()
    weights = np.exp(
        scores, out=scores
    )  # in place: n new numbers come as new pages, which take longer than exp does
    weights /= weights.sum()
    return weights @ cache.values


class ConcatenatingCache:
    """Same interface as KVCache; every append copies all that is kept into a new array."""

    def __init__(self, d_k, d_v):
        self.keys = np.empty((0, d_k))
        self.values = np.empty((0, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        self.keys, self.values = joined(self.keys, k), joined(self.values, v)

    def __len__(self):
        return len(self.keys)


class TokenStore:
    """Keeps the tokens' embeddings only: (d_model,) each, and the projections to make q, k, v of them.

    W_q, W_k: (d_model, d_k); W_v: (d_model, d_v)
    """

    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.tokens = np.empty((0, len(W_q)), W_q.dtype)

    def append(self, x):
        self.tokens = np.concatenate([self.tokens, x[None]])


def reproject_step(x, store):
    """One new token x (d_model,): keys and values of the whole prefix are made anew, the query only once.

    Linear in the length like decode_step, but n·d_model·(d_k + d_v) steeper.
    """
    store.append(x)
    K, V = store.tokens @ store.W_k, store.tokens @ store.W_v
    scores = K @ (x @ store.W_q) / np.sqrt(K.shape[1]).astype(x.dtype)
    weights = np.exp(scores - scores.max())
    return weights @ V / weights.sum()


def recompute_step(x, store):
    """One new token x (d_model,): causal attention over the whole prefix, of which the last row is kept.

    n·d_model·(2·d_k + d_v) + n²·(d_k + d_v) multiply-adds: quadratic in the length.
    """
    store.append(x)
    Q, K, V = (store.tokens @ W for W in (store.W_q, store.W_k, store.W_v))
    scores = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(K.shape[1]).astype(x.dtype), -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return (weights @ V / weights.sum(axis=1, keepdims=True))[-1]


@dataclass(frozen=True)
class Design:
    """One of the four, over a text that is there already.

    code     : the functions and classes that a Meter has to look at
    make_step: make_step(n) lays out everything before token n and returns step(), which has n's output left
               to do, (d,). A call leaves the design one token longer, so each timed call wants a step of its
               own
    """

    code: tuple
    make_step: Any


def four(step=decode_step, Cache=KVCache, d=64, longest=4096):
    """{name: Design}: "cache", "concatenation", "re-projection" and "recompute", over the same random text.

    step, Cache: a decode step and its cache, e.g. the learner's own, for "cache"
    d, longest : all widths; the most tokens that make_step can be asked for

    The first two are handed the newest token's query, key and value, the other two make theirs. float32.
    """
    rng = np.random.default_rng(0)
    tokens = rng.standard_normal((longest, d), dtype=np.float32)
    W = rng.standard_normal((3, d, d), dtype=np.float32) / np.float32(d**0.5)
    Q, K, V = (tokens @ w for w in W)

    def keeps_keys(step, Cache):
        def make_step(n):
            cache = Cache(d, d)
            if n > 2:
                cache.append(K[: n - 2], V[: n - 2])
            if n > 1:  # on its own: a buffer that doubles makes room now, not in the step that is looked at
                cache.append(K[n - 2], V[n - 2])
            return lambda: step(Q[n - 1], K[n - 1], V[n - 1], cache)

        return Design((step, Cache), make_step)

    def keeps_tokens(step):
        def make_step(n):
            store = TokenStore(*W)
            store.tokens = tokens[: n - 1]
            return lambda: step(tokens[n - 1], store)

        return Design((step, TokenStore), make_step)

    return {
        "cache": keeps_keys(step, Cache),
        "concatenation": keeps_keys(decode_step, ConcatenatingCache),
        "re-projection": keeps_tokens(reproject_step),
        "recompute": keeps_tokens(recompute_step),
    }
