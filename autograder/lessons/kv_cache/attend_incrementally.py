"""attend_incrementally: the whole sequence token by token; equals causal_attention row by row.

Over 400 lines: its misconceptions, each with its parts, sentence and question.
"""

import contextlib
from functools import partial
from types import MappingProxyType

import numpy as np

from autograder.cost.attention import attention
from autograder.cost.counted import costs_no_more
from autograder.cost.long_texts import expect_in_proportion, longer_and_longer
from autograder.cost.memory import sequence_memory
from autograder.cost.sequence import judge_attend_incrementally
from autograder.cost.series import Series
from autograder.cost.witness import Witness
from autograder.kit import awkward
from autograder.kit.companions import standing_on
from autograder.kit.driving import drive
from autograder.kit.exercise import array, aspect, call, close, exercise, fail, note, quiet
from autograder.kit.learners_cache import call_on_cache
from autograder.kit.misconception import Misconception, known
from autograder.kit.probes import stages
from autograder.kit.properties import is_causal, leaves_things_alone
from autograder.kit.verdict import CheckFailed, NotWrittenYet
from autograder.lessons.kv_cache.decode_step import decode_step as check_step
from autograder.lessons.kv_cache.parts import Cache, keep_and_again_after_looking, step
from autograder.lessons.kv_cache.probing import (
    TOO_SLOW,
    expect_finite,
    noted_if_recursion_ends,
    random_tokens,
)
from decodelab import reference
from decodelab.meter.drivers import count_attend_incrementally, count_steps_taken

IN_A_NOTEBOOK = (1_100, 750)
"""Tokens of a long sequence there: with more than 1,000 recursion ends, as where a class is graded."""

LENGTHS = (190, 750, 1_500, 3_000)
"""Near which lengths a whole sequence is looked at from outside, as far as time allows."""


def _incremental_probe(attend_incrementally, decode_step, KVCache, rng):
    def with_a_zero_query():
        Q, K, V = random_tokens(rng, 5, 3, 2)
        Q[2] = 0
        return Q, K, V

    return stages(
        *(
            lambda shape=shape: [np.array(attend_incrementally(*random_tokens(rng, *shape)))]
            for shape in ((4, 3, 3), (5, 4, 2), (3, 2, 6), (3, 3, 3), (3, 3, 2), (3, 2, 3))
        ),
        lambda: [np.array(attend_incrementally(*(a * 60 for a in random_tokens(rng, 4, 3, 3))))],
        lambda: [np.array(attend_incrementally(*with_a_zero_query()))],
    )


@exercise("attend_incrementally", probe=_incremental_probe, companions=2)
def attend_incrementally(attend_incrementally, decode_step, KVCache, *, rng):
    """The whole sequence token by token; equals causal_attention row by row."""
    with (
        standing_on(check_step, decode_step, KVCache),
        _telling_if_no_step_is_taken(attend_incrementally, decode_step),
    ):
        with aspect("shape", ""):
            _works_for_any_width(attend_incrementally, rng)
        with aspect("independent", "a second call starts from nothing"):
            Q, K, V = random_tokens(
                rng, 4, 2, 3
            )  # as wide as the lesson's own cache, should a call use that one
            first = _whole(attend_incrementally, Q, K, V)
            again = _whole(attend_incrementally, Q, K, V)
            if not np.allclose(first, again, rtol=0, atol=1e-9, equal_nan=True):
                fail(
                    "the same Q, K and V gave other outputs in a second call: what the first call cached is "
                    "still there.\nHow long does your cache live, and where is it made?",
                    misconception="cache_outlives_call",
                )
        with aspect("shape", "one output of d_v numbers for each token"):
            for n, d_k, d_v in ((5, 4, 3), (1, 3, 2), (2, 5, 7)):
                _whole(attend_incrementally, *random_tokens(rng, n, d_k, d_v))
        with aspect("causality", "no row moves when only later tokens change, not by a single bit"):
            for scale in (1.0, 1e100):
                Q, K, V = (scale * a for a in random_tokens(rng, 5, 4, 3))
                K[0] = -Q[0]
                is_causal(attend_incrementally, [Q, K, V], rng, scales=(scale, scale, scale))
        with aspect("equals", "every row equals full causal attention"):
            for n, d_k, d_v in ((6, 4, 3), (1, 3, 2), (9, 2, 5), (3, 7, 1), (4, 3, 3)):
                Q, K, V = random_tokens(rng, n, d_k, d_v)
                close(
                    _whole(attend_incrementally, Q, K, V),
                    reference.causal_attention(Q, K, V),
                    what="the output",
                    inputs=f"Q {Q.shape}, K {K.shape}, V {V.shape}",
                )
        with aspect("numerics", "scores of ten thousand give finite outputs"):
            Q, K, V = random_tokens(rng, 6, 4, 3)
            got = _whole(attend_incrementally, Q * 100, K * 100, V)
            expect_finite(got, "scores of about 10 000")
            close(
                got,
                reference.causal_attention(Q * 100, K * 100, V),
                what="the output",
                inputs="scores of about 10 000",
            )
        with aspect("dtype", "float32 stays float32"):
            for d_k in (4, 5):
                Q, K, V = random_tokens(rng, 5, d_k, 3, np.float32)
                close(
                    _whole(attend_incrementally, Q, K, V),
                    reference.causal_attention(Q, K, V),
                    what="the output",
                    of=V,
                )
        with aspect(
            "awkward", "the same for the lesson's three tokens, zeros, ties, equal tokens and scores of 0"
        ):
            for dtype in (np.float64, np.float32):
                for said, (Q, K, V) in (awkward.worked_example(dtype), *awkward.attentions(rng, 4, 2, dtype)):
                    got = _whole(attend_incrementally, Q, K, V)
                    close(got, reference.causal_attention(Q, K, V), what="the output", inputs=said, of=V)
        with aspect("inputs", "Q, K and V are left as they were, earlier outputs too"):
            leaves_things_alone(attend_incrementally, lambda: random_tokens(rng, 4, 4, 3), "QKV")
        with aspect("cost", "n tokens cost the steps 1 + 2 + … + n, no row is computed twice"):
            data = costs_no_more(
                judge_attend_incrementally,
                count_attend_incrementally,
                attend_incrementally,
                decode_step,
                KVCache,
            )
            _sequence_witnessed(attend_incrementally, Series(data["sequences"]), rng)
        with aspect("memory", "a call leaves nothing of its tokens behind"):
            sequence_memory(attend_incrementally)


def _sequence_witnessed(attend_incrementally, counted, rng):
    """A long sequence: right, and, where that can be seen, as cheap as the Series `counted` lets expect, and
    in proportion to the sum of its steps."""
    witness = Witness(attend_incrementally)
    take = partial(_long_sequence, attend_incrementally, witness, rng=rng)
    try:
        if not witness:
            a_token = counted.totals[counted.last].python_steps / counted.last
            n = next((n for n in IN_A_NOTEBOOK if n * a_token <= TOO_SLOW), None)
            if n is not None:
                take(n)
        elif witness.is_new(attend_incrementally):
            taken = longer_and_longer(witness, take, LENGTHS, 2, rng)
            n = taken[-1][0]
            witness.agrees(f"a sequence of {n:,} tokens", 1, counted.foretold(n), room=0)
            expect_in_proportion(taken, take, "a sequence", power=1)
    except CheckFailed as failure:
        noted_if_recursion_ends(failure, witness)


def _long_sequence(attend_incrementally, witness, n, rng):
    """A sequence of n tokens; what it took, in processor seconds, where a witness looks."""
    Q, K, V = random_tokens(rng, n, 12, 8)
    if witness:
        witness.look()
    before = witness.seconds() if witness else 0.0
    result = call_on_cache(
        attend_incrementally,
        Q.copy(),
        K.copy(),
        V.copy(),
        shown=f"attend_incrementally(Q, K, V) with {n:,} tokens",
    )
    taken = witness.seconds() - before if witness else 0.0
    ends = [*range(250, n, 250), n]
    piecewise = [
        attention(Q[start:stop], K[:stop], V[:stop]) for start, stop in zip([0, *ends], ends)
    ]  # n² scores are 72 MB
    close(
        array(result, shape=(n, 8), what="the output"),
        np.concatenate(piecewise),
        what="the output",
        inputs=f"{n:,} tokens",
    )
    return taken


@contextlib.contextmanager
def _telling_if_no_step_is_taken(attend_incrementally, decode_step):
    """Right or wrong, a sequence that never went through decode_step says nothing about it."""
    told = (
        "your function never calls decode_step: this exercise is to show that your step "
        "and your cache are right."
    )
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


def _works_for_any_width(attend_incrementally, rng):
    """A call for a few tokens. If it fails, and one of another width doesn't, the cache is not made in the
    call."""
    try:
        _whole(attend_incrementally, *random_tokens(rng, 4, 2, 3))
    except CheckFailed as failure:
        for d_k, d_v in ((4, 3), (3, 2), (4, 4), (8, 8), (64, 64)):
            inputs = random_tokens(rng, 4, d_k, d_v)
            try:
                first, again = (_whole(attend_incrementally, *inputs) for _ in range(2))
            except CheckFailed:
                continue
            if not np.allclose(first, again, rtol=0, atol=1e-9):
                fail(
                    f"{failure.message}\nIt works where keys are {d_k} and values {d_v} wide, and gives "
                    "other outputs when it "
                    "is called again: its cache was made before the call, for these widths, and still holds "
                    "the last text.\nHow long does your cache live, and where is it made?",
                    misconception="cache_outlives_call",
                )
        raise


def _whole(attend_incrementally, Q, K, V):
    return array(
        call(attend_incrementally, Q.copy(), K.copy(), V.copy()),
        shape=V.shape,
        dtype=V.dtype,
        what="the output",
        meaning=f"one row for each of the {len(V)} tokens, each a mix of values, d_v wide",
    )


def sequence(
    Q,
    K,
    V,
    *,
    cache_for=lambda cache, K, V: Cache(K.shape[1], V.shape[1]) if cache is None else cache,
    start=lambda cache, K, V: None,
    take=lambda q, k, v: (q, k, v),
    ask=lambda Q, i: Q[i],
    feed=lambda K, V, i: (K[i], V[i]),
    order=lambda n: range(n),
    parts=MappingProxyType({}),
    give=lambda output: output,
):
    """A sequence in exchangeable parts.

    cache_for(cache or None, K, V)  the cache of the next step
    start(cache, K, V)              what happens before the first step
    feed(K, V, i)                   key and value of step i; take(q, k, v): what the step gets of them
    order(n)                        in which order; parts: those of the step
    """
    output, cache = np.zeros(V.shape, V.dtype), None
    for i in order(len(Q)):
        fresh = cache is None
        cache = cache_for(cache, K, V)
        if fresh:
            start(cache, K, V)
        output[i] = step(*take(ask(Q, i), *feed(K, V, i)), cache, **parts)
    return give(output)


def _cache_for_rows(d_k, d_v):
    """For sequence: a cache that takes rows of these widths only; each (K, V) -> int."""

    def cache_for(cache, K, V):
        if (d_k(K, V), d_v(K, V)) != (K.shape[1], V.shape[1]):
            raise ValueError("rows of another width than the cache was made for")
        return Cache(K.shape[1], V.shape[1]) if cache is None else cache

    return {"cache_for": cache_for}


def _number_of_tokens(K, V):
    return len(K)


def _whole_at_once(cache, K, V):
    cache.append(K, V)


MISCONCEPTIONS = known(
    sequence,
    *(
        (
            "own_values",
            {"cache_for": lambda cache, K, V: Cache(K.shape[1], V.shape[1])},
            "Each row of your output is the token's own value. That comes out when every token starts with "
            "an empty cache and sees only itself, and when the values are returned, those of the cache for "
            "example, in place of the outputs.",
            "How often does the line run that makes your cache, and what becomes of "
            "what decode_step returns?",
        ),
        (
            "prefixes_appended",
            {"feed": lambda K, V, i: (K[: i + 1], V[: i + 1])},
            "Your output is what attention gives when each step gets the keys and values of all tokens so "
            "far: the cache has the earlier ones already and takes them in again.",
            "decode_step takes the key and value of one token, the new one. Who remembers the others?",
        ),
        *(
            (
                "cache_widths",
                _cache_for_rows(d_k, d_v),
                "Your code works only where a width happens to equal the number of tokens: your cache is "
                "made with that number.",
                "KVCache(d_k, d_v) asks how wide one key is, and how wide one value. Which entry of a shape "
                "says that?",
            )
            for d_k, d_v in (
                (_number_of_tokens, _number_of_tokens),
                (_number_of_tokens, lambda K, V: V.shape[1]),
            )
        ),
        # (d_k, number of tokens) is left out: it stops for the same shapes as an output array of (n, n)
        (
            "widths_exchanged",
            _cache_for_rows(lambda K, V: V.shape[1], lambda K, V: K.shape[1]),
            "Your code works only where keys and values are equally wide: somewhere one width stands in for "
            "the other.",
            "What do you make with a width in mind, the cache and perhaps an array for the outputs, and "
            "which width does each need?",
        ),
        (
            "cache_filled_beforehand",
            {"start": _whole_at_once},
            "Your output is what attention gives when the whole sequence is in the cache before the first "
            "step, which then adds each token once more.",
            "Which tokens exist when token 0 is decoded?",
        ),
        (
            "appends_twice",
            {"parts": {"keep": keep_and_again_after_looking}},
            "Your output is what attention gives when each token is put into the cache once more after its "
            "step.",
            "Who calls append for a token: your loop, decode_step, or both?",
        ),
        (
            "sees_all",
            {"start": _whole_at_once, "parts": {"keep": lambda cache, q, k, v: (cache.keys, cache.values)}},
            "Your output is what attention gives when every token sees all tokens.",
            "Which tokens exist when token 0 is decoded?",
        ),
        (
            "keys_and_values_swapped",
            {"take": lambda q, k, v: (q, v, k)},
            "Your output is what attention gives when keys and values change places.",
            "In which order does decode_step take its arguments?",
        ),
        (
            "queries_and_keys_swapped",
            {"take": lambda q, k, v: (k, q, v)},
            "Your output is what attention gives when queries and keys change places.",
            "In which order does decode_step take its arguments?",
        ),
        (
            "queries_as_keys",
            {"take": lambda q, k, v: (q, q, v)},
            "Your output is what attention gives when the queries are cached as keys.",
            "Which row of which array does each argument of decode_step get?",
        ),
        (
            "keys_as_queries",
            {"take": lambda q, k, v: (k, k, v)},
            "Your output is what attention gives when the keys ask in place of the queries.",
            "Which row of which array does each argument of decode_step get?",
        ),
        *(
            (
                "query_of_another_row",
                {"ask": ask},
                "Your output is what attention gives when a token asks with another one's query.",
                "Which row of which array does each argument of decode_step get?",
            )
            for ask in (
                lambda Q, i: Q[max(i - 1, 0)],
                lambda Q, i: Q[i - 1],
                lambda Q, i: Q[min(i + 1, len(Q) - 1)],
                lambda Q, i: Q[0],
                lambda Q, i: Q[-1],
            )
        ),
        *(
            (
                "key_and_value_of_another_row",
                {"feed": feed},
                "Your output is what attention gives when a token brings another one's key, or value, along.",
                "Which row of which array does each argument of decode_step get?",
            )
            for feed in (
                lambda K, V, i: (K[i - 1], V[i - 1]),
                lambda K, V, i: (K[0], V[0]),
                lambda K, V, i: (K[i], V[0]),
                lambda K, V, i: (K[0], V[i]),
                lambda K, V, i: (K[i], V[i - 1]),
                lambda K, V, i: (K[i - 1], V[i]),
            )
        ),
        (
            "first_token_left_out",
            {"order": lambda n: range(1, n)},
            "Your output is what attention gives when the first token is never decoded.",
            "At which token does your loop begin?",
        ),
        (
            "last_token_left_out",
            {"order": lambda n: range(n - 1)},
            "Your output is what attention gives when the last token is never decoded.",
            "At which token does your loop end?",
        ),
        (
            "backwards",
            {"order": lambda n: range(n - 1, -1, -1)},
            "Your output is what attention gives when the sequence is decoded from its end.",
            "Which tokens should be in the cache when token 0 is decoded?",
        ),
        (
            "rows_reversed",
            {"give": lambda output: output[::-1]},
            "Your output has the right rows, last one first.",
            "Which token's output is your row 0?",
        ),
        (
            "only_last_row",
            {"give": lambda output: output[-1]},
            "Your output is that of the last token only.",
            "What happens to the outputs of the tokens before it?",
        ),
        (
            "only_last_row_matrix",
            {"give": lambda output: output[-1:]},
            "Your output is that of the last token only.",
            "What happens to the outputs of the tokens before it?",
        ),
        (
            "all_rows_the_last",
            {"give": lambda output: np.broadcast_to(output[-1], output.shape)},
            "Every row of your output is the last token's.",
            "Do your rows share one array that each step overwrites?",
        ),
        (
            "a_row_late",
            {"give": lambda output: np.vstack([np.zeros_like(output[:1]), output[:-1]])},
            "Each row of your output is the one of the token before.",
            "Into which row does the output of token 0 go?",
        ),
        (
            "outputs_added_up",
            {"give": lambda output: np.cumsum(output, axis=0)},
            "Each row of your output is the sum of the rows so far.",
            "Is an output added to the one before, or put beside it?",
        ),
        (
            "loop_ends_early",
            {"give": lambda output: output[:1]},
            "Your output is that of the first token only.",
            "How far is your `return` indented, and how often has the loop above it run by then?",
        ),
        (
            "last_row_missing",
            {"give": lambda output: output[:-1]},
            "Your output is right, and lacks the last token's row.",
            "At which token does your loop end?",
        ),
        (
            "outputs_in_a_line",
            {"give": lambda output: output.reshape(-1)},
            "Your output has the right numbers, all in one line.",
            "np.concatenate joins vectors into one longer vector. What puts them below one another as rows?",
        ),
    ),
    companions=(
        partial(step),
        partial(Cache),
    ),
)


def _zero_query(row):
    """A sequence that has something of its own for a query of zeros; row(V) -> what stands in each row
    then."""

    def answer(Q, K, V):
        return np.where(Q.any(axis=1, keepdims=True), sequence(Q, K, V), row(V)).astype(V.dtype)

    return answer


MISCONCEPTIONS += [
    Misconception(
        "zero_query_apart",
        (_zero_query(row), step, Cache),
        "Your output is what attention gives when a query of zeros gets something of "
        "its own: 0, or its value.",
        "A query of zeros scores 0 with every key. Which weights does softmax make of equal scores?",
    )
    for row in (lambda V: V, np.zeros_like)
]
