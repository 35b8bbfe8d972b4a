"""A learner's cache, and beside it what it should hold."""

import contextlib
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import numpy as np

from autograder.kit.exercise import call, fail, quiet
from autograder.kit.learners_cache import (
    attribute,
    call_on_cache,
    expect_not_flat,
    length_of,
    nothing_when_empty,
    rows_of,
    shown_row,
    wrong_dtype,
)
from autograder.kit.verdict import CheckFailed
from decodelab.rows import joined

ONE = 0
"""In a list of sizes: one token as vectors (d,), where 1 is a chunk of one, (1, d)."""


class WatchedCache:
    """A learner's cache beside the tokens it should hold: all of them, or the last `window`.

    cache        the learner's object, to be handed to the learner's functions
    keys, values what is expected in it, (n, d_k) and (n, d_v)
    appended     how many tokens were appended so far
    """

    def __init__(
        self, Cache: Callable[[int, int], Any], d_k: int, d_v: int, window: int | None = None
    ) -> None:
        sizes = (d_k, d_v) if window is None else (window, d_k, d_v)
        name = "KVCache" if window is None else "SlidingWindowCache"
        self.cache = call_on_cache(Cache, *sizes, shown=f"{name}({', '.join(map(str, sizes))})")
        self.window = window
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))
        self.appended = self._before = 0
        self.seen = 0
        """How many tokens its rows were right for when they were last looked at."""

    def append(self, k: np.ndarray, v: np.ndarray) -> Any:
        """One token or several, through the learner's append."""
        append = call(attribute, self.cache, "append", shown="cache.append")
        kept = k.copy(), v.copy()
        shown = f"cache.append(k, v) with k {k.dtype} {k.shape} and v {v.shape}"
        if self.window is not None:
            shown += f", {self.appended} tokens so far, window {self.window}"
        call_on_cache(append, k, v, shown=shown)
        self.expect(*kept)

    def expect(self, k: np.ndarray, v: np.ndarray) -> None:
        """The learner's code was to append these."""
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        self._before = len(self.keys)
        self.keys, self.values = joined(self.keys, k)[self._first :], joined(self.values, v)[self._first :]
        self.appended += len(k)

    @property
    def _first(self) -> int:
        """Where a slice begins that keeps what the window lets through."""
        return 0 if self.window is None else -self.window

    def append_in(self, sizes: Sequence[int], K: np.ndarray, V: np.ndarray) -> None:
        """Append tokens in pieces of these sizes, looking at the cache after each."""
        start = 0
        for size in sizes:
            stop = start + max(size, 1)
            piece = start if size == ONE else slice(start, stop)
            self.append(K[piece], V[piece])
            self.holds(f"after appending {_listed(sizes, stop)}")
            start = stop

    def holds(self, when: str) -> None:
        """Fail unless the learner's cache holds just what is expected; `when` says what went before."""
        n = len(self.keys)
        length = length_of(self.cache)
        if length != n:
            self._another_length(length, when)
        for name, expected, of in (("keys", self.keys, "key"), ("values", self.values, "value")):
            if n == 0:
                self._is_not_none(name, when)
            other = self.values if name == "keys" else self.keys
            if self.window is not None:
                self._expect_rows_of_window(name, when)
            got = rows_of(self.cache, name, expected.shape, when, other.shape[1], self.window)
            if self.window is not None and n and got.dtype != expected.dtype:
                wrong_dtype(name, got.dtype, expected.dtype)
            wrong = np.flatnonzero((got != expected).any(axis=1))
            if wrong.size:
                self._another_row(name, of, int(wrong[0]), got, expected, when)
        self.seen = n

    def _another_row(
        self, name: str, of: str, i: int, got: np.ndarray, expected: np.ndarray, when: str
    ) -> NoReturn:
        seen = f"row {i} of cache.{name} is {shown_row(got[i])} {when}; expected {shown_row(expected[i])}, "
        if self.window is not None:
            token = self.appended - len(expected) + i
            fail(f"{seen}token {token} of {self.appended}: the last {self.window} tokens, oldest first.")
        seen += f"the {of} of token {i} as it was appended."
        if i < self.seen:
            fail(
                f"{seen} When there {'was 1 token' if self.seen == 1 else f'were {self.seen} tokens'}, it "
                "was right.",
                suspected="earlier_rows_change",
                question=(
                    "Which of the lines that ran since then writes to rows that are there already, or makes "
                    "an array anew without them?"
                ),
            )
        if (times := _times(got[i], expected[i])) is not None:
            fail(
                f"{seen} It is {times:.3g} times that.",
                suspected="scaled_rows",
                question=(
                    "Which line multiplies or divides the rows that the cache keeps? Later tokens "
                    "need them as they came."
                ),
            )
        fail(seen)

    def _another_length(self, length: int, when: str) -> NoReturn:
        n = len(self.keys)
        if self.window is None:
            fail(
                f"len(cache) is {length} {when}; expected {n}, one for each token "
                f"appended.{self._rows_say(n)}",
                suspected="len_counts_numbers"
                if n and length in (self.keys.size, self.values.size)
                else None,
            )
        rows = self._keys_shown()
        if length and not self.appended and len(rows) == length == self.window and not rows.any():
            fail(
                f"len(cache) is {length} {when}, before anything was appended to it; expected 0.\n"
                "Your rows of zeros are room for tokens to come. How does the cache know how many of them "
                "were written to?",
                misconception="free_rows_shown",
                diagnosable=False,
            )
        if length and not self.appended and len(rows) == length:
            fail(
                f"the cache holds {length} tokens {when}, before anything was appended to it: those of "
                "another cache.\n"
                "Does every cache make arrays or lists of its own? What stands directly under `class`, or "
                "behind a = in a `def` line, is there once, for all.",
                misconception="shared_between_caches",
                diagnosable=False,
            )
        fail(
            f"len(cache) is {length} {when}; expected {n}: of {self.appended} tokens the last {self.window} "
            "at most are "
            "kept, and len counts those.",
            **self._miscounted(length),
        )

    def _keys_shown(self) -> np.ndarray:
        """What reading the keys gives, an array; empty where that raises: the length is what is wrong."""
        with contextlib.suppress(Exception), quiet():
            return np.atleast_1d(self.cache.keys)
        return np.empty(0)

    def _miscounted(self, length: int) -> dict[str, Any]:
        """What may be behind a wrong length of a cache with a window."""
        with contextlib.suppress(Exception), quiet():  # whatever reading it does, the length is what is wrong
            if np.ndim(self.cache.keys) == 1:
                return {
                    "suspected": "chunks_only",
                    "question": (
                        "cache.keys has one axis. A single token comes as a vector (d_k,): how does it "
                        "become one row?"
                    ),
                }
        if length == self._before + 1 < len(self.keys):
            return {
                "suspected": "one_token_at_a_time",
                "question": "What came was a chunk, (t, d_k). As how many tokens did it go in?",
            }
        return {}

    def _expect_rows_of_window(self, name: str, when: str) -> None:
        """Fail on a shape of which more is known than that it is wrong."""
        n, width = getattr(self, name).shape
        got = call(attribute, self.cache, name, shown=f"cache.{name}")
        if not isinstance(got, np.ndarray) or got.shape == (n, width) or got.ndim != 2:
            return
        if got.shape == (self.window, width) and n < self.window:
            fail(
                f"cache.{name} shows {self.window} rows {when}; expected {n}, those that tokens were "
                "written to.\n"
                "Which of your rows are only room for tokens to come?",
                misconception="free_rows_shown",
                diagnosable=False,
            )
        if name == "values" and got.shape == (self.appended, width):
            fail(
                f"cache.values shows all {self.appended} tokens {when}, cache.keys the {n} that are kept.\n"
                "Do keys and values go through the same lines of your append?",
                misconception="only_keys_dropped",
                diagnosable=False,
            )
        if got.shape == (n, self.values.shape[1] if name == "keys" else self.keys.shape[1]):
            fail(
                f"cache.{name} has shape {got.shape} {when}; expected {(n, width)}.\n"
                "Which of d_k and d_v is the width of a key?",
                misconception="widths_exchanged",
                diagnosable=False,
            )

    def _rows_say(self, n: int) -> str:
        """What to add when the length is wrong and the keys are all there; "" if they aren't."""
        with contextlib.suppress(Exception), quiet():
            if np.shape(self.cache.keys) == self.keys.shape:
                return f" cache.keys has {n} {'row' if n == 1 else 'rows'}. What does your __len__ count?"
        return ""

    def _is_not_none(self, name: str, when: str) -> None:
        """Fail if reading the new cache gives None; with another cause if it still does when it holds a
        token."""
        if call(attribute, self.cache, name, shown=f"cache.{name}") is not None:
            return
        shape, always = getattr(self, name).shape, False
        with contextlib.suppress(CheckFailed):
            self.append(np.ones(self.keys.shape[1]), np.ones(self.values.shape[1]))
            always = call(attribute, self.cache, name, shown=f"cache.{name}") is None
        if always:
            fail(
                f"cache.{name} is None {when}, and still None when a token has been appended. Is there a "
                f"`return` at the end of the property {name}, and a line that puts the rows where it looks?",
                misconception="nothing_returned",
                diagnosable=False,
            )
        nothing_when_empty(f"cache.{name} {when} is None; expected an array of shape {shape}.")

    def has_dtype(self, dtype: np.dtype) -> None:
        """Fail if there are keys or values of another dtype."""
        for name in ("keys", "values"):
            got = np.asarray(call(attribute, self.cache, name, shown=f"cache.{name}"))
            expect_not_flat(name, got, getattr(self, name).shape, "after an append")
            if got.size and got.dtype != dtype:
                wrong_dtype(name, got.dtype, np.dtype(dtype))

    def contents(self) -> list[Any]:
        """(keys, values, length) as the learner's cache gives them now, copied."""
        return [
            np.array(call(attribute, self.cache, name, shown=f"cache.{name}")) for name in ("keys", "values")
        ] + [length_of(self.cache)]


def _listed(sizes: Sequence[int], stop: int) -> str:
    """How the first `stop` tokens of such a list of sizes came, in words."""
    said, total = [], 0
    for size in sizes:
        if total == stop:
            break
        said.append("one token" if size == ONE else f"a chunk of {size}")
        total += max(size, 1)
    if len(said) > 6:
        return f"{len(said)} pieces, at last {said[-1]}"
    return ", ".join(said[:-1]) + (" and then " if said[1:] else "") + said[-1]


def _times(row: np.ndarray, expected: np.ndarray) -> float | None:
    """The factor, other than 0 and 1, that makes a row out of the one expected, of two numbers or more; None
    if there is none."""
    with np.errstate(all="ignore"):
        factors = row / expected
    same = len(row) > 1 and np.isfinite(factors).all() and np.ptp(factors) < 1e-6 * abs(factors[0])
    return float(factors[0]) if same and abs(factors[0] - 1) > 1e-3 else None
