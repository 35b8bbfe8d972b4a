"""Checks of lesson 02: the KV cache, one decode step, a chunk, a whole sequence, and the bytes it takes.

Functions are judged together with the cache handed in beside them. When they fail and that cache does not
hold up by itself, the message says so: the fault is put where it is.
"""

import contextlib
import numbers

import numpy as np

from autograder.checks.counted_cost import (
    Series,
    attention,
    judge_attend_incrementally,
    judge_decode_steps,
    judge_prefill,
)
from autograder.checks.learners_cache import WatchedCache, attribute, call_on_cache, length_of
from autograder.checks.properties import is_causal, leaves_things_alone
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
from autograder.verdict import CheckFailed, NotWrittenYet
from decodelab import reference
from decodelab.meter import SourceUnavailable
from decodelab.meter.drivers import (
    count_attend_incrementally,
    count_decode_steps,
    count_prefill,
    count_steps_taken,
)


def _cached(n):
    return "1 token cached" if n == 1 else f"{n} tokens cached"


def _tokens(rng, n, d_k, d_v, dtype=np.float64):
    """Random Q (n, d_k), K (n, d_k), V (n, d_v)."""
    return [rng.normal(size=shape).astype(dtype) for shape in ((n, d_k), (n, d_k), (n, d_v))]


@contextlib.contextmanager
def _standing_on(check, *objects):
    """What fails inside is put down to `objects` if these fail their own `check`."""
    try:
        yield
    except CheckFailed:
        try:
            with quiet():
                check(*objects)
        except NotWrittenYet:
            raise NotWrittenYet(
                f"{check.exercise}, which this one is judged together with, is not written yet: "
                "do that exercise first.",
                diagnosable=False,
            ) from None
        except CheckFailed as cause:
            fail(
                f"{check.exercise}, which this one is judged together with, does not hold up by itself:\n"
                f"{cause.message}\nPut that right first (check.{check.exercise} looks at it alone), then come back.",
                misconception=cause.misconception,
                picture=cause.picture,
                diagnosable=False,
            )
        raise


def _on_cache(KVCache):
    return _standing_on(globals()["KVCache"], KVCache)


def _on_step(decode_step, KVCache):
    return _standing_on(globals()["decode_step"], decode_step, KVCache)


# -- what it costs --------------------------------------------------------------------------------------


def _costs_no_more(judge, driver, *objects):
    """Count what the learner's objects do, and fail with what `judge` finds wrong with it. Returns the counts."""
    data = call(_count, driver, *objects, shown="counting what your code does")
    report = judge(data)
    if report.finding:
        fail(
            str(report.finding),
            misconception=report.finding.id,
            diagnosable=False,
            needs_human=report.finding.outcome == "inconclusive",
        )
    for sentence in report.notes:
        note(sentence)
    return data


LONG, STEPS = 4_000, 8
"""Tokens in the cache when steps are looked at on a long text, in grading also from outside, and how many steps."""

TOO_SLOW = 200_000
"""Counted steps of Python from which on such a step would take too long in a notebook."""

SLOW_SEQUENCE = 8_000_000
"""The same of a whole sequence while a class is graded."""


def _witnessed(step, t, counted, KVCache, rng):
    """Calls for t tokens each, on a long cache: right, and, where it can be seen, as cheap as the Series `counted` lets expect."""
    witness, foretold = Witness(KVCache), counted.foretold(LONG)
    if not witness and foretold.python_steps > TOO_SLOW:
        return
    Q, K, V = _tokens(rng, LONG + STEPS * t, 12, 8)
    cache = call(KVCache, 12, 8)
    call(cache.append, K[:LONG].copy(), V[:LONG].copy(), shown=f"cache.append(k, v) with {LONG:,} tokens")
    if witness:
        witness.look()
    for start in range(LONG, len(K), t):
        new = slice(start, start + t)
        try:
            result = call_on_cache(
                step,
                Q[new].copy(),
                K[new].copy(),
                V[new].copy(),
                cache,
                shown=f"a call with {start:,} tokens cached",
            )
        except CheckFailed as failure:
            _noted_if_recursion_ends(failure, witness)
            return
        close(
            array(result, shape=(t, 8), what="the output"),
            attention(Q[new], K[: new.stop], V[: new.stop]),
            what="the output",
            inputs=f"{start:,} tokens cached",
        )
    if witness:
        witness.agrees(f"{STEPS} calls with {LONG:,} tokens cached", STEPS, foretold)


def _noted_if_recursion_ends(failure, witness):
    """A call on a long text that recursion for each token ends costs nothing; any other failure counts."""
    if failure.misconception != "calls_within_calls":
        raise failure
    if witness:  # right as far as it goes, but nobody has seen what it takes
        fail(failure.message, misconception=failure.misconception, diagnosable=False, needs_human=True)
    note(f"note: {failure.message}")


def _count(driver, *objects):
    try:
        return drive(driver, *objects)
    except SourceUnavailable as error:
        fail(str(error), diagnosable=False)


# -- what diagnosis compares ---------------------------------------------------------------------------

RAISED = ["raised"]


def _stage(stage):
    """The results of a function that returns a list of them; RAISED if it raises."""
    try:
        return stage()
    except (Exception, SystemExit):
        return RAISED


def _stages(*stages):
    """The results of all stages.

    Raising everywhere says nothing about why: it ends in a result that equals no other.
    """
    got_through = False
    for results in map(_stage, stages):
        got_through |= results is not RAISED
        yield from results
    if not got_through:
        yield object()


def _seen(cache, n):
    """What a cache of n tokens shows: its first n rows, and whether there are more of them."""
    keys, values = np.array(cache.keys), np.array(cache.values)
    return [keys[:n], len(keys) > n, values[:n], len(values) > n, min(len(cache), 2 * n + 1)]


# -- KVCache -------------------------------------------------------------------------------------------


def _cache_probe(KVCache, rng):
    """Widths of keys and values are equal here, so that a mix-up of the two shows in numbers."""
    _, K, V = _tokens(rng, 12, 3, 3)
    K[4], V[4] = K[1], V[1]  # a token that comes twice
    K[5] = V[5] = 0  # a token of zeros

    def small_steps():
        cache, results = KVCache(3, 3), []
        for i in (0, 1):
            cache.append(K[i], V[i])
            results += _seen(cache, i + 1)
        return results

    def chunks_between():
        cache, results = KVCache(3, 3), []
        for start, stop in ((0, 3), (3, 4), (4, 6), (6, 7), (7, 8)):
            cache.append(*((K[start], V[start]) if stop == start + 1 else (K[start:stop], V[start:stop])))
            results += _seen(cache, stop)
        return results

    def empty():
        cache = KVCache(3, 3)
        if cache.keys is None:
            return ["None", len(cache)]
        rows, *columns = np.shape(cache.keys)
        return [rows > 0, columns, len(cache) > 0]

    def only_chunks():
        cache = KVCache(3, 3)
        cache.append(K[:3], V[:3])
        cache.append(K[3:5], V[3:5])
        return _seen(cache, 5)

    def callers_arrays():
        cache, results = KVCache(3, 3), []
        for start, stop in ((0, 1), (1, 2), (2, 4)):
            k, v = K[start:stop].copy(), V[start:stop].copy()
            cache.append(*((k[0], v[0]) if stop == start + 1 else (k, v)))
            k += 1
            v += 1
            results += _seen(cache, stop)
        return results

    def kinds_of_float():
        results = []
        for dtype in (np.float32, np.float64):
            cache = KVCache(3, 3)
            cache.append(K[0].astype(dtype), V[0].astype(dtype))
            cache.append(K[1].astype(dtype), V[1].astype(dtype))
            results += [str(np.asarray(cache.keys).dtype), str(np.asarray(cache.values).dtype)]
        return results

    def earlier_reads():
        cache = KVCache(3, 3)
        cache.append(K[:4], V[:4])
        read = cache.keys
        before = np.array(read)
        for i in range(4, 12):
            cache.append(K[i], V[i])
        return [np.array_equal(read[:4], before[:4])]

    def many():
        cache = KVCache(1, 1)
        rows = rng.normal(size=(4207, 1))
        cache.append(rows[0], rows[0])
        cache.append(rows[1:-1], rows[1:-1])
        cache.append(rows[-1], rows[-1])
        keys = np.array(cache.keys)
        return [
            len(keys) >= len(rows),
            min(len(cache), len(keys)) == len(keys),
            bool((keys[0] == rows[0]).all()),
            bool((keys[min(len(cache), len(keys)) - 1] == rows[-1]).all()),
        ]

    yield from _stage(empty)  # apart: to work while nothing is appended says no more than to raise everywhere
    yield from _stages(
        small_steps, only_chunks, chunks_between, callers_arrays, kinds_of_float, earlier_reads, many
    )


def _expect_finite(result, inputs):
    if not np.isfinite(result).all():
        fail(
            f"the output has {result[~np.isfinite(result)][0]} in it for {inputs}. "
            "Which step overflows or divides by zero? Print each one's largest and smallest number."
        )


ONE = 0
"""In a list of sizes: one token as vectors (d,), where 1 is a chunk of one, (1, d)."""


def _append_in(sizes, watched, K, V):
    """Append the tokens in such pieces, looking at the cache after each."""
    start = 0
    for size in sizes:
        stop = start + max(size, 1)
        piece = start if size == ONE else slice(start, stop)
        watched.append(K[piece], V[piece])
        watched.holds(f"after appending {_listed(sizes, stop)}")
        start = stop


def _listed(sizes, stop):
    """How the first `stop` tokens of such a list of sizes came, in words."""
    said, total = [], 0
    for size in sizes:
        if total == stop:
            break
        said.append("one token" if size == ONE else f"a chunk of {size}")
        total += max(size, 1)
    return ", ".join(said[:-1]) + (" and then " if said[1:] else "") + said[-1]


@exercise("KVCache", probe=_cache_probe)
def KVCache(KVCache, *, rng):
    """append, keys, values, len: all tokens so far, in order, copied, without a limit."""
    with aspect("shape", "a new cache is empty: keys (0, d_k), values (0, d_v), length 0"):
        for d_k, d_v in ((4, 3), (1, 1), (2, 5)):
            watched = WatchedCache(KVCache, d_k, d_v)
            if length_of(watched.cache):
                _not_empty(KVCache, rng, length_of(watched.cache))
            watched.holds("in a new cache")
    with aspect("independent", "every cache keeps tokens of its own"):
        mine, other = WatchedCache(KVCache, 4, 3), WatchedCache(KVCache, 4, 3)
        _, K, V = _tokens(rng, 6, 4, 3)
        for acting, resting, piece in (
            (mine, other, 0),
            (other, mine, 1),
            (mine, other, slice(2, 4)),
            (other, mine, slice(4, 6)),
        ):
            before = resting.contents()
            if not all(map(np.array_equal, before, resting.contents())):
                fail(
                    "reading cache.keys and cache.values twice in a row gives two different answers.\n"
                    "What does reading do to the rows that are kept?",
                    diagnosable=False,
                )
            acting.append(K[piece], V[piece])
            if not all(map(np.array_equal, before, resting.contents())):
                _shared("appending to one cache changed what another one holds")
        if length_of(WatchedCache(KVCache, 4, 3).cache):
            _shared("a new cache already holds tokens, those of caches made before")
    with aspect("dtype", "keys and values have the dtype of the first tokens"):
        for dtype in (np.float32, np.float64, np.float16):
            for first in (0, slice(0, 3)):
                _, K, V = _tokens(rng, 5, 5, 3, dtype)
                watched = WatchedCache(KVCache, 5, 3)
                for piece in (first, 3, slice(3, 5)):
                    watched.append(K[piece], V[piece])
                    watched.has_dtype(dtype)
    with aspect("equals", "all tokens in the order they came, singly, in chunks and mixed"):
        for d_k, d_v in ((4, 3), (3, 5), (2, 2), (1, 1)):
            for sizes in ((ONE, ONE, ONE, ONE), (3,), (1, 2, 3, 4), (ONE, 2, ONE, 3, ONE, ONE), (5, 1, ONE)):
                _, K, V = _tokens(rng, 12, d_k, d_v)
                _append_in(sizes, WatchedCache(KVCache, d_k, d_v), K, V)
        _, K, V = _tokens(rng, 9, 4, 3)
        K[3:6], V[3:6] = K[0], V[0]  # the same token again and again
        K[7], V[7] = 0, 0
        _append_in((ONE, ONE, 3, ONE, ONE, 2), WatchedCache(KVCache, 4, 3), K, V)
        both = rng.normal(
            size=(9, 14)
        )  # keys and values as columns of one array, as a joint projection gives them
        _append_in((ONE, 3, 1, ONE), WatchedCache(KVCache, 4, 3), both[:, 5:9], both[:, 11:])
    with aspect("inputs", "appended arrays are left as they were"):
        watched = WatchedCache(KVCache, 4, 3)
        for t in (ONE, 3, ONE):
            _, k, v = _tokens(rng, max(t, 1), 4, 3)
            k, v = (k[0], v[0]) if t == ONE else (k, v)
            kept = k.copy(), v.copy()
            watched.append(k, v)
            unchanged(kept, (k, v), "kv")
    with aspect(
        "aliasing",
        "what the caller does to appended arrays later does not reach the cache; "
        "arrays read earlier keep their numbers",
    ):
        for sizes in ((ONE, ONE, 3, ONE), (2, ONE, 2)):
            _callers_arrays_may_change(WatchedCache(KVCache, 4, 3), sizes, rng)
        _earlier_reads_keep(WatchedCache(KVCache, 3, 2), rng)
    with aspect("incremental", "takes ten thousand tokens: there is no capacity to run out of"):
        watched = WatchedCache(KVCache, 2, 1)
        _, K, V = _tokens(rng, 10_008, 2, 1)
        for round_number in (64, 128, 256, 512, 1000, 1024, 2048, 4096, 5000, 8192, 10_000):
            start = len(watched.keys)  # a chunk up to just below it, then across it one by one
            watched.append(K[start : round_number - 1], V[start : round_number - 1])
            for i in range(round_number - 1, round_number + 2):
                watched.append(K[i], V[i])
            watched.holds(f"after {round_number + 2} tokens, the last 3 one by one")


def _not_empty(KVCache, rng, length):
    """A new cache holds something: what earlier caches left behind, or rows of its own?"""
    watched = WatchedCache(KVCache, 4, 3)
    _, k, v = _tokens(rng, 1, 4, 3)
    watched.append(k[0], v[0])
    if length_of(WatchedCache(KVCache, 4, 3).cache) > length:
        _shared("a new cache already holds tokens, those of caches made before")
    fail(f"len(cache) is {length} in a new cache; expected 0: nothing has been appended.")


def _shared(seen):
    fail(
        f"{seen}: all caches use one and the same store.\nWhat is written in the class body, or as the default of "
        "an argument, exists once for all caches. Where is yours made, and how often does that line run?",
        misconception="shared_between_caches",
        diagnosable=False,
    )


def _callers_arrays_may_change(watched, sizes, rng):
    for size in sizes:
        _, k, v = _tokens(rng, max(size, 1), 4, 3)
        k, v = (k[0], v[0]) if size == ONE else (k, v)
        watched.append(k, v)
        watched.holds("after an append")
        k += 1
        v += 1
        watched.holds("after its caller wrote new numbers into the arrays it had appended earlier")


def _earlier_reads_keep(watched, rng):
    _, K, V = _tokens(rng, 60, 3, 2)
    watched.append(K[:3], V[:3])
    earlier = [call(attribute, watched.cache, name, shown=f"cache.{name}") for name in ("keys", "values")]
    kept = [a.copy() for a in earlier]
    for i in range(3, 50):
        watched.append(K[i], V[i])
    watched.append(K[50:], V[50:])
    for name, read, before in zip(("keys", "values"), earlier, kept):
        if not np.array_equal(read, before):
            fail(
                f"an array read from cache.{name} changed when more tokens were appended. Whoever read it still uses "
                "it: rows that are in use must stay where they are, with the numbers they have.",
                misconception="earlier_reads_change",
            )


# -- decode_step ---------------------------------------------------------------------------------------


def _step_probe(decode_step, KVCache, rng):
    def stream(n, d_k, d_v, before, scale=1.0):
        """Steps on top of a chunk of `before` tokens: output and cache after each."""
        Q, K, V = _tokens(rng, n, d_k, d_v)
        cache, results = KVCache(d_k, d_v), []
        cache.append(K[:before], V[:before])
        for i in range(before, n):
            results.append(np.array(decode_step(Q[i] * scale, K[i] * scale, V[i], cache)))
            results += _seen(cache, i + 1)
        return results

    def two_caches():
        Q, K, V = _tokens(rng, 8, 4, 4)
        caches, results = (KVCache(4, 4), KVCache(4, 4)), []
        for i in range(8):
            cache = caches[i % 2]
            if i < 2:
                cache.append(K[i], V[i])
            else:
                results.append(np.array(decode_step(Q[i], K[i], V[i], cache)))
        return results

    def all_scores_low():
        (q, _, v), cache = _tokens(rng, 1, 3, 3), KVCache(3, 3)
        keys = -100 * q[0] * (1 + 1e-5 * np.arange(4)[:, None])
        cache.append(keys[:2], np.concatenate([v, v + 1]))
        return [np.array(decode_step(100 * q[0], keys[i], v[0] + i, cache)) for i in (2, 3)]

    return _stages(
        lambda: stream(6, 3, 3, 2),
        lambda: stream(6, 4, 2, 3),
        lambda: stream(5, 2, 9, 1),
        lambda: stream(5, 3, 3, 2, scale=60.0),
        two_caches,
        all_scores_low,
    )


@exercise("decode_step", probe=_step_probe, companions=1)
def decode_step(decode_step, KVCache, *, rng):
    """Appends once, then attends over everything cached, itself included; (d_v,)."""
    with _on_cache(KVCache):
        with aspect("shape", "one output of d_v numbers"):
            for d_k, d_v in ((4, 3), (2, 5), (1, 1)):
                for before in (2, 0):
                    _take_steps(
                        decode_step, KVCache, before, *_tokens(rng, before + 2, d_k, d_v), look=_only_shape
                    )
        with aspect(
            "incremental", "a step adds its token to the cache, once, and changes nothing else there"
        ):
            for before in (0, 3):
                _take_steps(decode_step, KVCache, before, *_tokens(rng, 7, 4, 3), look=_only_cache)
        with aspect("equals", "equals a row of full attention, at every length, also on top of a chunk"):
            for before, n, d_k, d_v in ((0, 6, 4, 3), (3, 6, 2, 5), (1, 9, 7, 2), (5, 7, 3, 3), (0, 3, 1, 1)):
                _take_steps(decode_step, KVCache, before, *_tokens(rng, n, d_k, d_v))
        with aspect("numerics", "scores of ten thousand, of either sign, give finite outputs"):
            Q, K, V = _tokens(rng, 7, 4, 3)
            _take_steps(decode_step, KVCache, 2, Q * 100, K * 100, V, scores="scores of about 10 000")
            same = np.ones((4, 1)) * Q[0]
            _take_steps(
                decode_step,
                KVCache,
                1,
                same * 100,
                -same * 100 * (1 + 1e-4 * np.arange(4)[:, None]),
                V[:4],
                scores="all scores far below zero",
            )
        with aspect("dtype", "float32 stays float32"):
            for d_k in (4, 5):
                _take_steps(decode_step, KVCache, 2, *_tokens(rng, 5, d_k, 3, np.float32))
        with aspect("independent", "steps of two sequences, taken in turn, do not disturb each other"):
            _in_turn(decode_step, KVCache, rng)
        with aspect("inputs", "q, k and v are left as they were, earlier outputs too"):
            watched = WatchedCache(KVCache, 4, 3)
            watched.append(*_tokens(rng, 3, 4, 3)[1:])
            leaves_things_alone(
                lambda q, k, v: decode_step(q, k, v, watched.cache),
                lambda: [a[0] for a in _tokens(rng, 1, 4, 3)],
                "qkv",
            )
        with aspect("aliasing", "a caller may use the same q, k and v arrays for every token"):
            _same_buffers(decode_step, KVCache, rng)
        with aspect(
            "cost", "one more token costs d_k + d_v multiply-adds, and nothing in a step grows faster"
        ):
            counted = Series(
                _costs_no_more(judge_decode_steps, count_decode_steps, decode_step, KVCache)["steps"]
            )
            _witnessed(
                lambda Q, K, V, cache: decode_step(Q[0], K[0], V[0], cache)[None], 1, counted, KVCache, rng
            )


def _call_step(decode_step, q, k, v, watched):
    given = f"q {q.dtype} {q.shape}, k {k.shape}, v {v.shape}, {_cached(len(watched.keys))}"
    return call_on_cache(
        decode_step,
        q,
        k,
        v,
        watched.cache,
        shown=f"decode_step(q, k, v, cache) ({given})",
        advice="Print the shape of each step's result. Keys have a row for each cached token, the new one "
        "included, scores and weights a number: what stands on that line, and which of its axes have to "
        "be equally long?",
    )


def _only_shape(result, watched, q, scores):
    pass


def _only_cache(result, watched, q, scores):
    watched.holds("after a decode step")


def _output_and_cache(result, watched, q, scores):
    _expect_finite(result, scores or "finite inputs")
    close(
        result,
        reference.attend(q, watched.keys, watched.values),
        what="the output",
        inputs=f"{_cached(len(watched.keys))}, this one included{scores and '; ' + scores}",
    )
    watched.holds("after a decode step")


def _take_steps(decode_step, KVCache, before, Q, K, V, *, look=_output_and_cache, scores=""):
    """Steps on top of a chunk of `before` tokens; look(result, watched, q, scores) judges each."""
    watched = WatchedCache(KVCache, K.shape[1], V.shape[1])
    if before:
        watched.append(K[:before], V[:before])
    for q, k, v in zip(Q[before:], K[before:], V[before:]):
        result = _call_step(decode_step, q.copy(), k.copy(), v.copy(), watched)
        watched.expect(k, v)
        result = array(
            result, shape=v.shape, dtype=v.dtype, what="the output", meaning="a mix of values, d_v wide"
        )
        look(result, watched, q, scores)


def _in_turn(decode_step, KVCache, rng):
    first, second = WatchedCache(KVCache, 4, 3), WatchedCache(KVCache, 4, 3)
    for watched in (first, second, second, first, first, second):
        q, k, v = (a[0] for a in _tokens(rng, 1, 4, 3))
        result = _call_step(decode_step, q.copy(), k.copy(), v.copy(), watched)
        watched.expect(k, v)
        result = array(result, shape=(3,), what="the output")
        _output_and_cache(result, watched, q, "two sequences decoded in turn, each with its own cache")
    first.holds("after steps of another sequence, which has its own cache")


def _same_buffers(decode_step, KVCache, rng):
    watched = WatchedCache(KVCache, 4, 3)
    q, k, v = np.empty(4), np.empty(4), np.empty(3)
    for _ in range(4):
        q[:], k[:], v[:] = (a[0] for a in _tokens(rng, 1, 4, 3))
        result = np.array(_call_step(decode_step, q, k, v, watched))
        watched.expect(k, v)
        _output_and_cache(result, watched, q, "the caller writes each token into the same arrays")
    for buffer in (q, k, v):
        buffer[:] = 0
    watched.holds("after the caller wrote other numbers into the k and v of the last step")


# -- prefill -------------------------------------------------------------------------------------------


def _prefill_probe(prefill, KVCache, rng):
    def chunks(sizes, d_k, d_v, scale=1.0, before=0):
        Q, K, V = _tokens(rng, before + sum(sizes), d_k, d_v)
        cache, results, start = KVCache(d_k, d_v), [], before
        if before:
            cache.append(K[:before], V[:before])
        for size in sizes:
            piece = slice(start, start + size)
            results.append(np.array(prefill(Q[piece] * scale, K[piece] * scale, V[piece], cache)))
            start += size
            results += _seen(cache, start)
        return results

    def one_low_score():
        Q, K, V = (a * 1e100 for a in _tokens(rng, 4, 3, 3))
        K[0] = -Q[0]
        return [np.array(prefill(Q, K, V, KVCache(3, 3)))]

    return _stages(
        lambda: chunks((3, 2, 3), 3, 3),
        lambda: chunks((2, 4), 4, 2),
        lambda: chunks((3,), 2, 7, before=2),
        lambda: chunks((3, 2), 3, 3, scale=60.0),
        one_low_score,
    )


@exercise("prefill", probe=_prefill_probe, companions=1)
def prefill(prefill, KVCache, *, rng):
    """Several tokens on top of what is cached: row i sees the cache and rows ≤ i of the chunk; (t, d_v)."""
    with _on_cache(KVCache):
        with aspect("shape", "one output of d_v numbers for each token of the chunk"):
            for sizes, d_k, d_v in (((5,), 4, 3), ((3, 2), 2, 5), ((1, 1), 3, 2)):
                _in_chunks(prefill, KVCache, sizes, *_tokens(rng, sum(sizes), d_k, d_v), look=_only_shape)
        with aspect("incremental", "a chunk is in the cache afterwards, once, behind what was there"):
            for sizes in ((4,), (2, 3, 1)):
                _in_chunks(
                    prefill, KVCache, sizes, *_tokens(rng, sum(sizes), 4, 3), look=_only_cache_of_chunk
                )
        with aspect(
            "causality", "no row moves when only later tokens of the chunk change, not by a single bit"
        ):
            for scale in (1.0, 30.0, 1e6, 1e100):
                for before in (0, 3):
                    _chunk_is_causal(prefill, KVCache, before, scale, rng)
        with aspect("equals", "chunks of 1, 2, 3 and all equal full attention, also behind single tokens"):
            for sizes, d_k, d_v in (
                ((7,), 4, 3),
                ((1, 1, 1, 1), 3, 2),
                ((2, 2, 2), 2, 5),
                ((3, 3, 1), 5, 4),
                ((1, 5), 4, 3),
                ((5, 2), 3, 7),
                ((2, 4, 1, 3), 3, 3),
                ((1, 2), 1, 1),
            ):
                _in_chunks(prefill, KVCache, sizes, *_tokens(rng, sum(sizes), d_k, d_v))
            for before in (1, 2, 4, 7):
                Q, K, V = _tokens(rng, before + 3, 4, 3)
                watched = WatchedCache(KVCache, 4, 3)
                for k, v in zip(K[:before], V[:before]):
                    watched.append(k, v)
                _in_chunks(prefill, KVCache, (3,), Q[before:], K[before:], V[before:], watched=watched)
        with aspect("numerics", "scores of ten thousand, of either sign, give finite outputs"):
            Q, K, V = _tokens(rng, 7, 4, 3)
            _in_chunks(prefill, KVCache, (3, 4), Q * 100, K * 100, V, scores="scores of about 10 000")
            same = np.ones((5, 1)) * Q[0] * 100
            _in_chunks(
                prefill,
                KVCache,
                (2, 3),
                same,
                -same * (1 + 1e-4 * np.arange(5)[:, None]),
                V[:5],
                scores="all scores far below zero",
            )
            _in_chunks(
                prefill,
                KVCache,
                (1, 4),
                same,
                same * np.arange(-2, 3)[:, None],
                V[:5],
                scores="scores from -10 000 to 10 000, the largest last",
            )
        with aspect("dtype", "float32 stays float32"):
            for d_k in (4, 5):
                _in_chunks(prefill, KVCache, (3, 2), *_tokens(rng, 5, d_k, 3, np.float32))
        with aspect("independent", "chunks of two sequences, taken in turn, do not disturb each other"):
            first, second = WatchedCache(KVCache, 4, 3), WatchedCache(KVCache, 4, 3)
            for watched in (first, second, first, second):
                _in_chunks(
                    prefill,
                    KVCache,
                    (2,),
                    *_tokens(rng, 2, 4, 3),
                    watched=watched,
                    scores="two sequences in turn, each with its own cache",
                )
            first.holds("after chunks of another sequence, which has its own cache")
        with aspect("inputs", "Q, K and V are left as they were, earlier outputs too"):
            for before in (0, 2):
                watched = WatchedCache(KVCache, 4, 3)
                if before:
                    watched.append(*_tokens(rng, before, 4, 3)[1:])
                leaves_things_alone(
                    lambda Q, K, V: prefill(Q, K, V, watched.cache), lambda: _tokens(rng, 4, 4, 3), "QKV"
                )
        with aspect("aliasing", "a caller may overwrite Q, K and V afterwards"):
            Q, K, V = _tokens(rng, 3, 4, 3)
            watched = WatchedCache(KVCache, 4, 3)
            watched.expect(K, V)
            _call_prefill(prefill, Q, K, V, watched)
            for given in (Q, K, V):
                given[...] = 0
            watched.holds("after the caller wrote other numbers into the K and V of the chunk")
        with aspect("cost", "a chunk costs at most each of its queries against everything cached"):
            data = _costs_no_more(judge_prefill, count_prefill, prefill, KVCache)
            _witnessed(prefill, data["chunk"], Series(data["chunks"]), KVCache, rng)


def _only_cache_of_chunk(result, watched, Q, scores):
    watched.holds(f"after a chunk of {len(Q)}")


def _chunk_and_cache(result, watched, Q, scores):
    t, n = len(Q), len(watched.keys)
    _expect_finite(result, scores or "finite inputs")
    close(
        result,
        reference.chunk_attention(Q, watched.keys, watched.values),
        what="the output",
        inputs=f"a chunk of {t}, {_cached(n - t)} before{scores and '; ' + scores}",
    )
    watched.holds(f"after a chunk of {t}")


def _in_chunks(prefill, KVCache, sizes, Q, K, V, *, watched=None, look=_chunk_and_cache, scores=""):
    """The tokens in chunks of such sizes; look(result, watched, Q of the chunk, scores) judges each."""
    watched = watched or WatchedCache(KVCache, K.shape[1], V.shape[1])
    start = 0
    for t in sizes:
        piece = slice(start, start + t)
        start += t
        q, k, v = Q[piece], K[piece], V[piece]
        result = _call_prefill(prefill, q.copy(), k.copy(), v.copy(), watched)
        watched.expect(k, v)
        result = array(
            result,
            shape=v.shape,
            dtype=v.dtype,
            what="the output",
            meaning=f"a row for each of the {t} tokens of the chunk, each a mix of values, d_v wide",
        )
        look(result, watched, q, scores)


def _call_prefill(prefill, Q, K, V, watched):
    given = f"Q {Q.dtype} {Q.shape}, K {K.shape}, V {V.shape}, {_cached(len(watched.keys))}"
    return call_on_cache(
        prefill,
        Q,
        K,
        V,
        watched.cache,
        shown=f"prefill(Q, K, V, cache) ({given})",
        advice="Print the shape of each step's result. Scores and mask have a row for each query and a column for each "
        "key: what does len(cache) count before the append, and what after it?",
    )


def _chunk_is_causal(prefill, KVCache, before, scale, rng):
    cached = [scale * a for a in _tokens(rng, before, 4, 3)]
    Q, K, V = (scale * a for a in _tokens(rng, 5, 4, 3))
    K[0] = -Q[
        0
    ]  # with nothing cached row 0 has one score, far below zero: a weak mask lets later keys past it

    def on_top(Q, K, V):
        watched = WatchedCache(KVCache, 4, 3)
        if before:
            watched.append(*cached[1:])
        return prefill(Q, K, V, watched.cache)

    is_causal(
        on_top,
        [Q, K, V],
        rng,
        scale=scale,
        sees="what was cached before and the chunk's tokens up to itself, nothing later",
    )


# -- attend_incrementally ------------------------------------------------------------------------------


def _incremental_probe(attend_incrementally, decode_step, KVCache, rng):
    return _stages(
        *(
            lambda shape=shape: [np.array(attend_incrementally(*_tokens(rng, *shape)))]
            for shape in ((4, 3, 3), (5, 4, 2), (3, 2, 6), (3, 3, 3), (3, 3, 2), (3, 2, 3))
        ),
        lambda: [np.array(attend_incrementally(*(a * 60 for a in _tokens(rng, 4, 3, 3))))],
    )


@exercise("attend_incrementally", probe=_incremental_probe, companions=2)
def attend_incrementally(attend_incrementally, decode_step, KVCache, *, rng):
    """The whole sequence token by token; equals causal_attention row by row."""
    with _on_step(decode_step, KVCache), _telling_if_no_step_is_taken(attend_incrementally, decode_step):
        with aspect("shape", "one output of d_v numbers for each token"):
            for n, d_k, d_v in ((5, 4, 3), (1, 3, 2), (2, 5, 7)):
                _whole(attend_incrementally, *_tokens(rng, n, d_k, d_v))
        with aspect("independent", "a second call starts from nothing"):
            Q, K, V = _tokens(rng, 4, 4, 3)
            first = _whole(attend_incrementally, Q, K, V)
            again = _whole(attend_incrementally, Q, K, V)
            if not np.allclose(first, again, rtol=0, atol=1e-9, equal_nan=True):
                fail(
                    "the same Q, K and V gave other outputs in a second call: what the first call cached is still "
                    "there.\nHow long does your cache live, and where is it made?",
                    misconception="cache_outlives_call",
                )
        with aspect("causality", "no row moves when only later tokens change, not by a single bit"):
            for scale in (1.0, 1e100):
                Q, K, V = (scale * a for a in _tokens(rng, 5, 4, 3))
                K[0] = -Q[0]
                is_causal(attend_incrementally, [Q, K, V], rng, scale=scale)
        with aspect("equals", "every row equals full causal attention"):
            for n, d_k, d_v in ((6, 4, 3), (1, 3, 2), (9, 2, 5), (3, 7, 1), (4, 3, 3)):
                Q, K, V = _tokens(rng, n, d_k, d_v)
                close(
                    _whole(attend_incrementally, Q, K, V),
                    reference.causal_attention(Q, K, V),
                    what="the output",
                    inputs=f"Q {Q.shape}, K {K.shape}, V {V.shape}",
                )
        with aspect("numerics", "scores of ten thousand give finite outputs"):
            Q, K, V = _tokens(rng, 6, 4, 3)
            got = _whole(attend_incrementally, Q * 100, K * 100, V)
            _expect_finite(got, "scores of about 10 000")
            close(
                got,
                reference.causal_attention(Q * 100, K * 100, V),
                what="the output",
                inputs="scores of about 10 000",
            )
        with aspect("dtype", "float32 stays float32"):
            for d_k in (4, 5):
                Q, K, V = _tokens(rng, 5, d_k, 3, np.float32)
                close(
                    _whole(attend_incrementally, Q, K, V),
                    reference.causal_attention(Q, K, V),
                    what="the output",
                )
        with aspect("inputs", "Q, K and V are left as they were, earlier outputs too"):
            leaves_things_alone(attend_incrementally, lambda: _tokens(rng, 4, 4, 3), "QKV")
        with aspect("cost", "n tokens cost the steps 1 + 2 + … + n, no row is computed twice"):
            data = _costs_no_more(
                judge_attend_incrementally,
                count_attend_incrementally,
                attend_incrementally,
                decode_step,
                KVCache,
            )
            _sequence_witnessed(attend_incrementally, Series(data["sequences"]), rng)


def _sequence_witnessed(attend_incrementally, counted, rng):
    """A long sequence: right, and, where that can be seen, as cheap as the Series `counted` lets expect."""
    witness = Witness(attend_incrementally)
    n = next((n for n in (3_000, 1_500, 750) if counted.foretold(n).python_steps < SLOW_SEQUENCE), None)
    if n is None or not witness and counted.foretold(n).python_steps > TOO_SLOW:
        return
    Q, K, V = _tokens(rng, n, 12, 8)
    if witness:
        witness.look()
    try:
        result = call_on_cache(
            attend_incrementally,
            Q.copy(),
            K.copy(),
            V.copy(),
            shown=f"attend_incrementally(Q, K, V) with {n:,} tokens",
        )
    except CheckFailed as failure:
        _noted_if_recursion_ends(failure, witness)
        return
    piecewise = [
        attention(Q[stop - 250 : stop], K[:stop], V[:stop]) for stop in range(250, n + 1, 250)
    ]  # n² scores are 72 MB
    close(
        array(result, shape=(n, 8), what="the output"),
        np.concatenate(piecewise),
        what="the output",
        inputs=f"{n:,} tokens",
    )
    if witness:
        witness.agrees(f"a sequence of {n:,} tokens", 1, counted.foretold(n), room=0)


@contextlib.contextmanager
def _telling_if_no_step_is_taken(attend_incrementally, decode_step):
    """Right or wrong, a sequence that never went through decode_step says nothing about it."""
    told = "your function never calls decode_step: this exercise is to show that your step and your cache are right."
    try:
        yield
    except NotWrittenYet:
        raise
    except CheckFailed as failure:
        if _steps_taken(attend_incrementally, decode_step) == 0:
            failure.message += f"\n{told[0].upper()}{told[1:]}"
        raise
    if _steps_taken(attend_incrementally, decode_step) == 0:
        note(told)


def _steps_taken(attend_incrementally, decode_step):
    """How many decode steps it takes for a few tokens; None if that can't be told."""
    try:
        with quiet():
            return drive(count_steps_taken, attend_incrementally, decode_step)["steps"]
    except (Exception, SystemExit):
        return None


def _whole(attend_incrementally, Q, K, V):
    return array(
        call(attend_incrementally, Q.copy(), K.copy(), V.copy()),
        shape=V.shape,
        dtype=V.dtype,
        what="the output",
        meaning=f"one row for each of the {len(V)} tokens, each a mix of values, d_v wide",
    )


# -- kv_cache_bytes ------------------------------------------------------------------------------------

ARGUMENTS = ("n_layers", "n_kv_heads", "d_head", "n_tokens", "bytes_per_number")


def _bytes_probe(kv_cache_bytes, rng):
    return [kv_cache_bytes(*(int(x) for x in rng.integers(2, 60, size=5))) for _ in range(4)]


@exercise("kv_cache_bytes", probe=_bytes_probe)
def kv_cache_bytes(kv_cache_bytes, *, rng):
    """Keys and values of all layers, heads and tokens, in bytes, an exact int."""
    with aspect("equals", "counts keys and values, in every layer, for every head and token"):
        for sizes in (
            (2, 3, 5, 7, 4),
            (1, 1, 1, 1, 1),
            (32, 8, 128, 4096, 2),
            (3, 1, 7, 11, 8),
            (1, 6, 2, 0, 4),
        ):
            _count_bytes(kv_cache_bytes, sizes)
        for _ in range(5):
            _count_bytes(kv_cache_bytes, [int(x) for x in rng.integers(1, 100, size=5)])
    with aspect("numerics", "exact to the last byte, however large"):
        # the wide one is d_head: who adds up token by token, or layer by layer, is slow and right
        for sizes in (
            (97, 13, 10**9 + 7, 129, 3),
            (101, 97, 10**13 + 37, 129, 3),
            (1009, 3, 10**30 + 57, 5, 7),
        ):
            _count_bytes(kv_cache_bytes, sizes, exactly=True)


def _count_bytes(kv_cache_bytes, sizes, exactly=False):
    shown = ", ".join(f"{name}={size}" for name, size in zip(ARGUMENTS, sizes))
    got = call(kv_cache_bytes, *sizes, shown=f"kv_cache_bytes({shown})")
    if got is None:
        fail(
            "the result is None. Is there a `return` at the end?",
            misconception="nothing_returned",
            diagnosable=False,
        )
    if isinstance(got, np.ndarray) and got.shape == ():
        got = got[()]
    if isinstance(got, (bool, np.bool_)) or not isinstance(got, numbers.Real):
        fail(
            f"the result is {got!r}, {with_article(type(got).__name__)}; expected a whole number of bytes, an int.",
            misconception="another_type",
            diagnosable=False,
        )
    expected = 2
    for size in sizes:
        expected *= size
    if exactly and isinstance(got, (float, np.floating)):
        fail(
            f"kv_cache_bytes({shown}) is {got!r}, a float, which is exact only up to 2**53; expected the whole number "
            f"{expected}.\nProducts of ints are ints, whatever their size: which operation in yours makes a float?",
            misconception="float_for_count",
            diagnosable=False,
        )
    if got != expected:
        id, known = _lost_digits(got, expected)
        fail(f"kv_cache_bytes({shown}) is {got!r}; expected {expected}.{known}", misconception=id)


def _lost_digits(got, expected):
    """(id, what became of a whole number, as a line of its own) where that can be told; else (None, "")."""
    for bits in (64, 32):
        if (
            isinstance(got, (int, np.integer))
            and expected >= 2 ** (bits - 1)
            and (int(got) - expected) % 2**bits == 0
        ):
            return "int_wraps_around", (
                f"\nThe two differ by a multiple of 2**{bits}: an int of NumPy's with {bits} bits wraps around where a number is "
                "too large for it. Ints of Python have as many digits as it takes. Which line makes one of NumPy's?"
            )
    if expected >= 2**45 and abs(got - expected) <= expected / 2**45:
        return "float_for_count", (
            "\nThe first digits are right, the last ones are not: the number was a float on the way, which holds about 16 "
            "digits. Products of ints are ints: which operation makes a float?"
        )
    return None, ""
