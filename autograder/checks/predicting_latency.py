"""Checks of lesson 04: the formulas of a prediction, grouped queries, and a cache with a window."""

import contextlib

import numpy as np

from autograder.checks.closed_forms import as_number, at_once, formula_call, near
from autograder.checks.countable import countable, enough_counted
from autograder.checks.counted_cost import work
from autograder.checks.learners_cache import attribute, length_of, shown_row
from autograder.checks.properties import leaves_things_alone
from autograder.checks.witness import Witness
from autograder.driving import drive
from autograder.exercise import (
    array,
    aspect,
    call,
    close,
    exercise,
    fail,
    note,
    quiet,
    unchanged,
    with_article,
)
from decodelab import reference
from decodelab.footprint import kept_bytes
from decodelab.meter.counts import Cost
from decodelab.meter.drivers import count_cache_steps, count_calls

# -- formulas -----------------------------------------------------------------------------------------


def _formula_probe(*largest):
    """A probe that calls a formula with small random whole numbers below `largest` of each argument."""

    def probe(formula, rng):
        return [formula(*(int(rng.integers(2, top)) for top in largest)) for _ in range(4)]

    return probe


@exercise("arithmetic_intensity", probe=_formula_probe(50, 40, 40, 9))
def arithmetic_intensity(arithmetic_intensity, *, rng):
    """FLOPs of the two products per byte of K and V, read once."""
    names = "arithmetic_intensity n d_k d_v bytes_per_number"
    with aspect("equals", "FLOPs of both products over the bytes of K and V"):
        for given in ((3, 2, 2, 4), (1, 1, 1, 8), (1000, 64, 64, 2), (7, 5, 3, 4), (4096, 128, 96, 1)):
            near(arithmetic_intensity, given, 2 / given[3], names)
        for _ in range(5):
            n, d_k, d_v = (int(x) for x in rng.integers(1, 500, size=3))
            size = int(rng.choice([1, 2, 4, 8]))
            near(arithmetic_intensity, (n, d_k, d_v, size), 2 / size, names)


@exercise("roofline_seconds", probe=_formula_probe(90, 90, 9, 9))
def roofline_seconds(roofline_seconds, *, rng):
    """The longer of the two times: arithmetic, memory."""
    names = "roofline_seconds flops bytes_moved flops_per_second bytes_per_second"
    with aspect("equals", "the longer of the time to compute and the time to read"):
        for given in (
            (8e9, 2e9, 4e9, 2e9),
            (1e9, 8e9, 4e9, 2e9),
            (12e9, 3e9, 4e9, 1e9),
            (5e9, 0.0, 2.5e9, 1e9),
            (0.0, 6e9, 1e9, 4e9),
            (2e6, 1e6, 1e11, 1e10),
        ):
            near(roofline_seconds, given, _roofline(*given), names)
        for _ in range(6):
            given = tuple(float(x) for x in 10 ** rng.uniform(6, 11, size=4))
            near(roofline_seconds, given, _roofline(*given), names)


def _roofline(flops, bytes_moved, flops_per_second, bytes_per_second):
    return max(flops / flops_per_second, bytes_moved / bytes_per_second)


def _generation_probe(generation_seconds, rng):
    """Seconds in eighths, exact in a float, so that rounding shows."""
    return [
        generation_seconds(
            *(int(n) for n in rng.integers(2, 30, size=2)), *(int(s) / 8 for s in rng.integers(1, 90, size=2))
        )
        for _ in range(4)
    ]


@exercise("generation_seconds", probe=_generation_probe)
def generation_seconds(generation_seconds, *, rng):
    """fixed + per_token · n over lengths n_prompt + 1 … n_prompt + n_new, in closed form."""
    names = "generation_seconds n_prompt n_new per_token fixed"
    with aspect("equals", "adds up the steps at lengths n_prompt + 1 … n_prompt + n_new"):
        for given in (
            (2, 3, 0.5, 1.0),
            (0, 1, 0.25, 0.0),
            (0, 5, 2.0, 3.0),
            (10, 1, 1.0, 0.5),
            (7, 4, 0.0, 0.125),
            (512, 100, 2e-8, 1e-3),
        ):
            near(generation_seconds, given, _generation(*given), names)
        for _ in range(5):
            n_prompt, n_new = (int(x) for x in rng.integers(0, 2000, size=2))
            given = n_prompt, n_new, float(rng.uniform(1e-8, 1e-6)), float(rng.uniform(1e-4, 1e-2))
            near(generation_seconds, given, _generation(*given), names)
    with aspect("empty", "no new token takes no time"):
        for n_prompt in (0, 7):
            result, shown = formula_call(generation_seconds, (n_prompt, 0, 1e-6, 1e-3), names)
            number = as_number(result, shown)
            if number != 0:
                fail(f"{shown} is {number:.6g}; expected 0.0: no step is taken.")
    with aspect("cost", "a billion new tokens take no longer than ten"):
        at_once(generation_seconds, (5, 100, 2e-8, 1e-3), names, "n_new")
        for given in ((1000, 10**9, 2e-8, 1e-3), (10**9 + 1, 10**12, 1e-9, 1e-2)):
            near(generation_seconds, given, _generation(*given), names)


def _generation(n_prompt, n_new, per_token, fixed):
    return n_new * fixed + per_token * (n_new * n_prompt + n_new * (n_new + 1) // 2)


@exercise("crossover_length", probe=_formula_probe(60, 90))
def crossover_length(crossover_length, *, rng):
    """Length at which attention's multiply-adds equal those of all weight matrices: an exact int."""
    names = "crossover_length d_model d_ff"
    with aspect(
        "equals", "attention's 2·n·d_model equals the four projections and both feed-forward matrices"
    ):
        sizes = [tuple(int(x) for x in rng.integers(1, 9000, size=2)) for _ in range(5)]
        for given in ((2, 8), (64, 256), (192, 768), (4096, 11008), (5, 7), (1, 1), *sizes):
            result, shown = formula_call(crossover_length, given, names)
            if as_number(result, shown) != 2 * given[0] + given[1]:
                fail(f"{shown} is {result!r}; expected {2 * given[0] + given[1]}.")
    with aspect("dtype", "the result is an exact int, however large"):
        for given in ((3, 5), (10**17 + 3, 4 * 10**17 + 5)):
            result, shown = formula_call(crossover_length, given, names)
            if isinstance(result, (float, np.floating)):
                fail(
                    f"{shown} is {result!r}, a float; expected a whole number, an int.\n"
                    "/ makes a float even where nothing is left over. Can the division be done on paper, before the code?",
                    misconception="float_for_count",
                    diagnosable=False,
                )
            if not isinstance(result[()] if isinstance(result, np.ndarray) else result, (int, np.integer)):
                fail(
                    f"{shown} is {result!r}, {with_article(type(result).__name__)}; expected a whole number, an int.",
                    misconception="another_type",
                    diagnosable=False,
                )
            if result != 2 * given[0] + given[1]:
                why, wrong = (
                    (
                        "NumPy's whole numbers have 64 bits and begin anew where these are full; Python's have no end",
                        "numpy_int_for_int",
                    )
                    if isinstance(result, np.integer)
                    else ("large numbers lost their last digits", "float_on_the_way")
                )
                fail(
                    f"{shown} is {result!r}; expected {2 * given[0] + given[1]}: {why}.",
                    suspected=wrong,
                    question="Which step on the way makes something else of your whole numbers? (/ makes floats, // does not.)",
                )


# -- grouped queries ----------------------------------------------------------------------------------

GROUPS = ((6, 2, 5, 3), (4, 4, 3, 2), (8, 1, 4, 5), (6, 3, 1, 4), (3, 3, 7, 1), (12, 4, 6, 5), (1, 1, 2, 3))
"""(n_heads, n_kv_heads, n, d)"""


def _heads(rng, n_heads, n_kv_heads, n, d, dtype=np.float64):
    return [
        rng.normal(size=shape).astype(dtype)
        for shape in ((n_heads, d), (n_kv_heads, n, d), (n_kv_heads, n, d))
    ]


def _grouped(Q, K, V):
    group = len(Q) // len(K)
    return np.array([reference.attend(q, K[h // group], V[h // group]) for h, q in enumerate(Q)])


def _grouped_probe(grouped_query_decode_step, rng):
    return [
        grouped_query_decode_step(*_heads(rng, *sizes))
        for sizes in ((6, 2, 5, 3), (8, 4, 4, 4), (4, 2, 3, 9))
    ] + [grouped_query_decode_step(*(60 * a for a in _heads(rng, 4, 2, 3, 5)))]


@exercise("grouped_query_decode_step", probe=_grouped_probe)
def grouped_query_decode_step(grouped_query_decode_step, *, rng):
    """Head h attends to group h·n_kv_heads // n_heads; no copy of K or V per head; (n_heads, d)."""
    with aspect("shape", "one output of d numbers for each head"):
        for sizes in GROUPS:
            _take_grouped(grouped_query_decode_step, _heads(rng, *sizes), compare=False)
    with aspect(
        "equals", "each head attends to the keys and values of its own group, full and single heads too"
    ):
        for sizes in GROUPS:
            _take_grouped(grouped_query_decode_step, _heads(rng, *sizes))
    with aspect("numerics", "scores of ten thousand, of either sign, give finite outputs"):
        Q, K, V = _heads(rng, 6, 2, 5, 4)
        _take_grouped(grouped_query_decode_step, [100 * Q, 100 * K, V], "scores of about 10 000")
        K[:] = K[:, :1] * (1 + 1e-4 * np.arange(5)[:, None])
        Q[:] = -np.repeat(K[:, 0], 3, axis=0)
        _take_grouped(grouped_query_decode_step, [100 * Q, 100 * K, V], "all scores far below zero")
    with aspect("dtype", "float32 stays float32"):
        for d in (4, 5):
            _take_grouped(grouped_query_decode_step, _heads(rng, 6, 2, 5, d, np.float32))
    with aspect("inputs", "Q, K and V are left as they were, earlier results too"):
        leaves_things_alone(grouped_query_decode_step, lambda: _heads(rng, 4, 2, 5, 3), "QKV")
    with aspect("cost", "no copy of K or V is made for every head"):
        _grouped_witnessed(grouped_query_decode_step, _no_copy_per_head(grouped_query_decode_step), rng)


def _take_grouped(step, heads, said="", compare=True):
    Q, K, V = heads
    given = f"Q {Q.dtype} {Q.shape}, K and V {K.shape}"
    expected = _grouped(Q, K, V)
    got = call(step, Q, K, V, shown=f"grouped_query_decode_step(Q, K, V) ({given})", explain=_no_such_group)
    if np.shape(got) == (len(K), len(Q) // len(K), Q.shape[1]):
        fail(
            f"the output has shape {np.shape(got)}: its heads are still apart in {len(K)} groups; expected {Q.shape}, a row "
            "for each head.\nWhat undoes the cutting up of Q into groups?",
            misconception="heads_left_in_groups",
            diagnosable=False,
        )
    got = array(
        got, shape=Q.shape, dtype=Q.dtype, what="the output", meaning=f"a row for each of the {len(Q)} heads"
    )
    if not compare:
        return
    if not np.isfinite(got).all():
        fail(
            f"the output has {got[~np.isfinite(got)][0]} in it for {said or 'finite inputs'}. Which step overflows, or "
            "divides by zero? Print each one's largest and smallest number."
        )
    group = len(Q) // len(K)
    heads_of = f"{len(Q)} heads, {len(K)} groups: heads 0 … {group - 1} belong to group 0"
    close(got, expected, what="output", inputs=said or heads_of)


def _no_such_group(error):
    if isinstance(error, IndexError) and "out of bounds for axis 0" in str(error):
        return "no_such_group", (
            "Groups are numbered 0 … n_kv_heads − 1. Which one does your rule give to the last of 6 heads, if "
            "there are 2 groups?"
        )
    return None, ""


def _no_copy_per_head(step):
    n_heads, n_kv_heads, d = 8, 2, 16
    shapes = {n: [[n_heads, d], [n_kv_heads, n, d], [n_kv_heads, n, d]] for n in (24, 48, 72, 96)}
    series = countable(drive(count_calls, step, shapes=shapes)["calls"])
    once = 2 * n_kv_heads * d * 8
    copied = float(series.slope(lambda cost: cost.bytes_copied))
    if copied > 1.5 * once:
        place = series.places[series.heaviest(lambda cost: cost.bytes_copied)]
        fail(
            f"every cached token is copied: {copied:.0f} bytes a token, where its keys and values take {once} and "
            f"{n_heads} copies, one a head, would be {once * n_heads // n_kv_heads}.\n  line {place['line']}: "
            f"{place['statement']}\nThe point of grouped queries is that few keys and values are read. Which shape of Q "
            "lets the heads of a group meet the same K without repeating it?",
            misconception="copy_per_head",
            diagnosable=False,
        )
    if copied > 0:
        note(
            f"note: K and V are copied once a step ({copied:.0f} bytes a token). It passes, and it can be done without."
        )
    pairs, needed = float(series.slope(lambda cost: cost.multiply_adds)), 2 * n_heads * d
    enough_counted(pairs, needed)
    if pairs > 1.5 * needed:
        place = series.places[series.heaviest(lambda cost: cost.multiply_adds)]
        fail(
            f"every cached token costs {pairs:.0f} multiply-adds; {n_heads} heads with keys and values of width {d} need "
            f"{needed}.\n  line {place['line']}: {place['statement']}\n"
            "Does each head meet the keys of its own group only?",
            misconception="every_group",
            diagnosable=False,
        )
    return series


LONG, STEPS = 60_000, 4
"""Keys that a group has when steps are looked at from outside, and how many steps."""


def _grouped_witnessed(step, counted, rng):
    """Steps over many keys, each with queries that are made when the last output is there: right, and in no more memory and time
    than the Series `counted` explains; a copy for every head would take 250 MB."""
    witness = Witness(step)
    if not witness or counted.foretold(LONG).python_steps > LONG:
        return
    Q, K, V = _heads(rng, 16, 2, LONG, 16)
    call(
        step, Q, K, V, shown=f"grouped_query_decode_step(Q, K, V) with {LONG:,} keys a group"
    )  # from now on both are over there
    witness.look()
    for _ in range(STEPS):
        Q[:] = rng.normal(size=Q.shape)
        got = array(
            call(step, Q, K, V, shown=f"grouped_query_decode_step(Q, K, V) with {LONG:,} keys a group"),
            shape=Q.shape,
        )
        scores = Q.reshape(2, 8, 16) @ K.swapaxes(1, 2) / 4
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        close(
            got,
            (weights @ V / weights.sum(axis=-1, keepdims=True)).reshape(Q.shape),
            what="the output",
            inputs=f"{LONG:,} keys a group",
        )
    witness.agrees(f"{STEPS} steps over {LONG:,} keys a group", STEPS, counted.foretold(LONG))


# -- sliding window -----------------------------------------------------------------------------------

ONE = 0
"""In a list of sizes: one token as vectors (d,), where 1 is a chunk of one, (1, d)."""


class _Window:
    """A learner's cache beside the tokens it should hold: the last `window` of those appended."""

    def __init__(self, SlidingWindowCache, window, d_k, d_v):
        self.made = f"SlidingWindowCache({window}, {d_k}, {d_v})"
        self.cache = call(SlidingWindowCache, window, d_k, d_v, shown=self.made)
        self.window, self.keys, self.values, self.seen = window, np.empty((0, d_k)), np.empty((0, d_v)), 0
        self.before = 0

    def append(self, k, v):
        append = call(attribute, self.cache, "append", shown="cache.append")
        call(
            append,
            k,
            v,
            shown=f"cache.append(k, v) with k {k.dtype} {k.shape} and v {v.dtype} {v.shape}, "
            f"{self.seen} tokens so far, window {self.window}",
        )
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        self.before = len(self.keys)
        old = (self.keys, self.values) if self.seen else (k[:0], v[:0])
        self.keys, self.values = (np.concatenate([o, new])[-self.window :] for o, new in zip(old, (k, v)))
        self.seen += len(k)

    def holds(self, when):
        """Fail unless the cache holds what it should."""
        n = len(self.keys)
        length = length_of(self.cache)
        if length and not self.seen and len(np.atleast_1d(getattr(self.cache, "keys", ()))) == length:
            fail(
                f"the cache holds {length} tokens {when}, before anything was appended to it: those of another cache.\n"
                "Does every cache make arrays or lists of its own? What stands directly under `class`, or behind a = in a `def` "
                "line, is there once, for all.",
                misconception="shared_between_caches",
                diagnosable=False,
            )
        if length != n:
            fail(
                f"len(cache) is {length} {when}; expected {n}: of {self.seen} tokens the last {self.window} at most are "
                "kept, and len counts those.",
                **self._miscounted(length),
            )
        for name, expected in (("keys", self.keys), ("values", self.values)):
            got = call(attribute, self.cache, name, shown=f"cache.{name}")
            if callable(got):
                fail(
                    f"cache.{name} is a method; expected the array itself, read without parentheses. "
                    f"@property in the line above `def {name}` makes it so.",
                    misconception="keys_is_a_method",
                )
            self._expect_rows(name, got, expected, when)
            got = array(
                got,
                shape=expected.shape,
                what=f"cache.{name} {when}",
                meaning=f"one row for each of the {n} tokens kept, the window is {self.window}",
            )
            if n and got.dtype != expected.dtype:
                wide = got.dtype == np.float64
                fail(
                    f"cache.{name} is {got.dtype}, but the first tokens appended are {expected.dtype}.\n"
                    + ("np.zeros and np.empty make float64 unless told otherwise. " if wide else "")
                    + "When does your cache first know which dtype it needs?",
                    misconception="float64_for_float32"
                    if wide
                    else "float32_for_float64"
                    if got.dtype == np.float32
                    else None,
                )
            wrong = np.flatnonzero((got != expected).any(axis=1))
            if wrong.size:
                i = int(wrong[0])
                fail(
                    f"row {i} of cache.{name} is {shown_row(got[i])} {when}; expected {shown_row(expected[i])}, token "
                    f"{self.seen - n + i} of {self.seen}: the last {self.window} tokens, oldest first."
                )

    def _miscounted(self, length):
        """What may be behind a wrong length."""
        with contextlib.suppress(Exception), quiet():  # whatever reading it does, the length is what is wrong
            if np.ndim(self.cache.keys) == 1:
                return {
                    "suspected": "chunks_only",
                    "question": "cache.keys has one axis. A single token comes as a vector (d_k,): how does it become one row?",
                }
        if length == self.before + 1 < len(self.keys):
            return {
                "suspected": "one_token_at_a_time",
                "question": "What came was a chunk, (t, d_k). As how many tokens did it go in?",
            }
        return {}

    def _expect_rows(self, name, got, expected, when):
        """Fail on a shape of which more is known than that it is wrong."""
        n, width = expected.shape
        if not isinstance(got, np.ndarray) or got.shape == expected.shape or got.ndim != 2:
            return
        if got.shape == (self.window, width) and n < self.window:
            fail(
                f"cache.{name} shows {self.window} rows {when}; expected {n}, those that tokens were written to.\n"
                "Which of your rows are only room for tokens to come?",
                misconception="free_rows_shown",
                diagnosable=False,
            )
        if name == "values" and got.shape == (self.seen, width):
            fail(
                f"cache.values shows all {self.seen} tokens {when}, cache.keys the {n} that are kept.\n"
                "Do keys and values go through the same lines of your append?",
                misconception="only_keys_dropped",
                diagnosable=False,
            )
        if got.shape == (n, self.values.shape[1] if name == "keys" else self.keys.shape[1]):
            fail(
                f"cache.{name} has shape {got.shape} {when}; expected {expected.shape}.\n"
                "Which of d_k and d_v is the width of a key?",
                misconception="widths_exchanged",
                diagnosable=False,
            )


def _stream(rng, n, d_k, d_v, dtype=np.float64):
    return rng.normal(size=(n, d_k)).astype(dtype), rng.normal(size=(n, d_v)).astype(dtype)


def _append_in(sizes, watched, K, V):
    """Append tokens in pieces of these sizes, looking at the cache after each."""
    start, said = 0, []
    watched.holds("in a new cache")
    for size in sizes:
        stop = start + max(size, 1)
        piece = start if size == ONE else slice(start, stop)
        watched.append(K[piece], V[piece])
        said.append("one token" if size == ONE else f"a chunk of {size}")
        watched.holds(f"after appending {', '.join(said[-6:])}{' at last' if len(said) > 6 else ''}")
        start = stop


def _window_probe(SlidingWindowCache, rng):
    results = []
    for window, sizes in (
        (3, (ONE,) * 8),
        (4, (2, 3, ONE, ONE, 6)),
        (2, (5, 1, ONE)),
        (1, (ONE, ONE, 3)),
        (5, (5, 5, 1, ONE)),
    ):
        K, V = _stream(rng, 30, 3, 3)
        cache, start = SlidingWindowCache(window, 3, 3), 0
        try:
            for size in sizes:
                stop = start + max(size, 1)
                piece = start if size == ONE else slice(start, stop)
                cache.append(K[piece], V[piece])
                start = stop
                results += [np.array(cache.keys), np.array(cache.values), len(cache)]
        except Exception:
            results.append("raised")
    return results


@exercise("SlidingWindowCache", probe=_window_probe)
def SlidingWindowCache(SlidingWindowCache, *, rng):
    """The last `window` tokens, in order; memory and time a step independent of how many went by."""
    with aspect("shape", "a new cache is empty: keys (0, d_k), values (0, d_v), length 0"):
        for window, d_k, d_v in ((3, 4, 2), (1, 1, 1), (8, 2, 5)):
            _Window(SlidingWindowCache, window, d_k, d_v).holds("in a new cache")
    with aspect(
        "equals", "the last `window` tokens in order, singly, in chunks, and chunks longer than the window"
    ):
        for window, sizes in (
            (3, (ONE,) * 11),
            (4, (2, 3, ONE, ONE, 4, 1)),
            (1, (ONE, ONE, 3, ONE)),
            (5, (5, ONE, 5, 2)),
            (3, (7, ONE, ONE)),
            (4, (ONE, 9, 2, ONE)),
            (6, (4, 4, 4, ONE, 13)),
            (20, (ONE, 3, ONE)),
            (2, (2, 2, 2)),
            (7, (ONE,) * 30),
        ):
            _append_in(sizes, _Window(SlidingWindowCache, window, 4, 3), *_stream(rng, 40, 4, 3))
        K, V = _stream(rng, 9, 2, 3)
        K[3:6], V[3:6] = K[0], V[0]  # the same token again and again
        K[7], V[7] = 0, 0
        _append_in((ONE, ONE, 3, ONE, ONE, 2), _Window(SlidingWindowCache, 4, 2, 3), K, V)
    with aspect("dtype", "keys and values have the dtype of the first tokens"):
        for dtype in (np.float32, np.float64, np.float16):
            for sizes in ((ONE,) * 6, (3, ONE, 2)):
                _append_in(sizes, _Window(SlidingWindowCache, 4, 5, 3), *_stream(rng, 6, 5, 3, dtype))
    with aspect("independent", "every cache keeps tokens of its own"):
        mine, other = (_Window(SlidingWindowCache, 3, 4, 3) for _ in range(2))
        K, V = _stream(rng, 12, 4, 3)
        for i in range(12):
            (mine if i % 3 else other).append(K[i], V[i])
            mine.holds("while another cache was in use, too")
            other.holds("while another cache was in use, too")
    with aspect("inputs", "appended arrays are left as they were, and may be overwritten afterwards"):
        watched = _Window(SlidingWindowCache, 5, 4, 3)
        for size in (ONE, 3, ONE, 5, 8, ONE, 5):
            k, v = _stream(rng, max(size, 1), 4, 3)
            k, v = (k[0], v[0]) if size == ONE else (k, v)
            kept = k.copy(), v.copy()
            watched.append(k, v)
            unchanged(kept, (k, v), "kv")
            k[...] = v[...] = 7
            try:
                watched.holds("after the caller wrote other numbers into the arrays it had appended")
            except Exception as failure:
                failure.misconception = "keeps_callers_arrays"
                raise
    with aspect("cost", "memory and work a step do not depend on how many tokens went by"):
        counted = _counted_steps(SlidingWindowCache)
        growing = _growing(counted)
        tokens = (128, 1152) if growing else (1024, 11_264)  # slow code is not kept at it for long
        _constant_memory(SlidingWindowCache, *tokens)
        if growing:
            fail(growing, misconception="work_grows", diagnosable=False)
        _window_witnessed(SlidingWindowCache, counted, rng)


def _constant_memory(SlidingWindowCache, n_few, n_many):
    window, d_k, d_v = 32, 12, 8
    held = drive(
        kept_bytes,
        SlidingWindowCache,
        parameters=[window, d_k, d_v],
        n_few=n_few,
        n_many=n_many,
        d_k=d_k,
        d_v=d_v,
    )
    grown = held["many"] - held["few"]
    if grown > 0.2 * held["appended"]:
        fail(
            f"with a window of {window}, the cache held {grown:,} bytes more after {_spaced(n_many)} tokens than after "
            f"{_spaced(n_few)}. The tokens appended in between take {held['appended']:,} bytes: they are still somewhere.\n"
            "What happens to a token that has left the window, in everything your cache keeps? A view keeps the whole array "
            "it looks into.",
            misconception="keeps_everything",
            diagnosable=False,
        )
    chunk = n_many - n_few
    held = drive(
        kept_bytes,
        SlidingWindowCache,
        parameters=[window, d_k, d_v],
        n_few=0,
        n_many=chunk,
        d_k=d_k,
        d_v=d_v,
        chunk=chunk,
    )
    if held["many"] - held["few"] > 0.2 * held["appended"]:
        note(
            f"note: after one chunk of {chunk:,} tokens all of them are still held, until later ones come: a slice is a view of "
            "the whole chunk. It passes; .copy() of the slice would let the chunk go."
        )


def _spaced(number):
    return f"{number:,}".replace(",", " ")


WINDOW, N_STEPS = 12, 420
"""Of the cache whose steps are counted, and how many there are."""


def _counted_steps(SlidingWindowCache):
    """What appending a token and reading the cache takes, a Series over the tokens gone by."""
    counts = drive(
        count_cache_steps, SlidingWindowCache, parameters=[WINDOW, 12, 8], n_steps=N_STEPS, d_k=12, d_v=8
    )
    return countable(counts["steps"])


def _growing(series):
    """What to say if a step's work grows with the tokens gone by, else ""."""
    spent = series.of(work)
    if series.last < N_STEPS:
        return f"appending {series.last + 1} tokens one by one with a window of {WINDOW} took more work than {N_STEPS} should."
    early = np.mean([spent[n] for n in range(2 * WINDOW, 9 * WINDOW)])
    late = np.mean([spent[n] for n in range(N_STEPS - 14 * WINDOW, N_STEPS + 1)])
    if late > 1.3 * early:
        place = series.places[series.heaviest(work)]
        return (
            f"with a window of {WINDOW}, appending a token and reading the cache took {early:.0f} operations a step for tokens "
            f"24 to 107 and {late:.0f} for tokens 252 to 420.\n  line {place['line']}: {place['statement']}\n"
            "What does that line go through that is longer than the window?"
        )
    return ""


CHUNKS, CHUNK = 30, 3_000
"""Chunks that go by while memory is looked at from outside, and tokens of one."""


def _window_witnessed(SlidingWindowCache, counted, rng):
    """A long text of wide tokens goes by, 140 MB, of which the cache keeps the last few."""
    witness, window, d_k, d_v = Witness(SlidingWindowCache), 32, 120, 80
    if not witness:
        return
    cache = call(SlidingWindowCache, window, d_k, d_v)
    shown = f"cache.append(k, v) with {CHUNK:,} tokens"
    for number in range(CHUNKS):
        if number == 1:  # by now what a chunk takes on its way has been taken
            witness.look()
        K, V = rng.normal(size=(CHUNK, d_k)), rng.normal(size=(CHUNK, d_v))
        call(cache.append, K, V, shown=shown)
    for name, expected in (("keys", K), ("values", V)):
        got = array(getattr(cache, name), shape=(window, expected.shape[1]), what=f"cache.{name}")
        if not np.array_equal(got, expected[-window:]):
            fail(f"cache.{name} are not the last {window} tokens after {CHUNKS} chunks of {CHUNK:,} tokens.")
    token = counted.foretold(window)
    foretold = Cost(*(CHUNK * d_k // 12 * n for n in token.numbers()))
    witness.agrees(f"{CHUNKS} chunks of {CHUNK:,} tokens", CHUNKS, foretold, room=0)
