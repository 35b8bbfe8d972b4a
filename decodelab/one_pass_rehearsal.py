"""Runs a learner's attention over a stream of blocks, which can be gone through once; gives back plain data.

Drivers like those of decodelab.rehearsal: whoever judges makes the same tokens again from the seed. An
exception of the learner's code passes through.
"""

import tracemalloc

import numpy as np

from decodelab.footprint import tracing
from decodelab.rehearsal import plain


def queries_and_tokens(n, t, seed, d_k=4, d_v=3, dtype="float64", kind=""):
    """Q (t, d_k), K (n, d_k) and V (n, d_v).

    kind: "" for random numbers; "equal" keys and values; "zeros" for keys; "zero_query"; "negative" scores
          only; scores "rising" or
    "falling" by hundreds from key to key, "low" and "lowest": all some thousands, or 10¹², below zero;
    "one_loud": one key far above the others, "rows_apart": one query's scores are thousands above those of
    the others. Those that are large are exact if d_k is 4.
    """
    rng = np.random.default_rng([seed, n, t])
    Q, K, V = (rng.normal(size=shape) for shape in ((t, d_k), (n, d_k), (n, d_v)))
    if kind == "equal":
        K[:], V[:] = K[0], V[0]
    elif kind == "zeros":
        K[:] = 0
    elif kind == "zero_query":
        Q[:] = 0
    elif kind == "negative":
        Q, K = np.abs(Q), -np.abs(K)
    elif kind:
        scores = {
            "rising": 256.0 * np.arange(n),
            "falling": -256.0 * np.arange(n),
            "low": -4096.0 - np.arange(n) % 7,
            "lowest": -(2.0**40)
            - 1024.0 * rng.permutation(n),  # far apart: in their logarithms few digits are left
            "one_loud": np.where(np.arange(n) == n // 2, 2048.0, np.arange(n) % 5),
            "rows_apart": 1.0 * (np.arange(n) % 5),
        }[kind]
        Q[:], K[:] = 0, 0
        Q[:, 0], K[:, 0] = 1, 2 * scores
        if kind == "rows_apart":
            Q[:, 1], K[:, 1] = 2 * np.where(np.arange(t) == t // 2, 1024, -1024), 2
    return [a.astype(dtype) for a in (Q, K, V)]


class Once:
    """A stream of blocks, made as they are asked for; a second time there are none."""

    def __init__(self, K, V, sizes):
        self.given, self.ended, self.again = [], False, False
        self._blocks = self._made(K, V, sizes)

    def __iter__(self):
        self.again |= self.ended
        return self

    def __next__(self):
        return next(self._blocks)

    def _made(self, K, V, sizes):
        at = 0
        for size in sizes:
            self.given.append((K[at : at + size].copy(), V[at : at + size].copy()))
            yield self.given[-1]
            at += size
        self.ended = True


def attend(attend_in_blocks, sizes, t, seed, as_list=False, **how):
    """attend_in_blocks for t queries over blocks of these sizes; what is special: see queries_and_tokens.

    Returns {"output": plain data, "changed": names of what the call changed, "again": whether it went through
    the stream a second time}. Who does and raises because nothing comes any more, has None for an output.
    """
    Q, K, V = queries_and_tokens(sum(sizes), t, seed, **how)
    stream, given = Once(K, V, sizes), Q.copy()
    blocks = list(stream) if as_list else stream
    try:
        output = attend_in_blocks(given, blocks)
    except Exception:
        if as_list or not stream.again:
            raise
        output = None
    ends = np.cumsum([0, *sizes])
    changed = [] if np.array_equal(given, Q) else ["Q"]
    for which, (k, v) in enumerate(stream.given):
        rows = slice(ends[which], ends[which + 1])
        changed += ["K"] * (not np.array_equal(k, K[rows])) + ["V"] * (not np.array_equal(v, V[rows]))
    return {
        "output": plain(output),
        "changed": sorted(set(changed)),
        "again": stream.again and not as_list,
    }


def peaks(attend_in_blocks, counts, size, t, d_k, d_v, seed=0):
    """The most memory that a call needs at once for so many blocks, made one after the other: {"peaks":
    [bytes]}."""
    rng = np.random.default_rng(seed)
    Q = rng.normal(size=(t, d_k))

    def blocks(count):
        made = np.random.default_rng(seed)
        for _ in range(count):
            yield made.normal(size=(size, d_k)), made.normal(size=(size, d_v))

    found = []
    with tracing():
        for count in (2, *counts):
            least = []
            for _ in range(3):
                before = tracemalloc.get_traced_memory()[0]
                tracemalloc.reset_peak()
                attend_in_blocks(Q, blocks(count))
                least.append(tracemalloc.get_traced_memory()[1] - before)
            found.append(min(least))
    return {"peaks": found[1:]}
