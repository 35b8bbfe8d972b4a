"""decode_step: appends once, then attends over everything cached, itself included; (d_v,).

Over 400 lines: its misconceptions, each with its parts, sentence and question.
"""

from functools import partial

import numpy as np

from autograder.cost.counted import costs_no_more
from autograder.cost.decode_step import judge_decode_steps
from autograder.cost.memory import step_memory
from autograder.cost.series import Series
from autograder.kit import awkward
from autograder.kit.companions import standing_on
from autograder.kit.exercise import array, aspect, close, exercise, fail, suspecting
from autograder.kit.learners_cache import call_on_cache, length_of
from autograder.kit.misconception import Misconception, known, known_alone
from autograder.kit.not_softmax import instead_of_softmax
from autograder.kit.probes import stages
from autograder.kit.properties import leaves_things_alone
from autograder.kit.verdict import CheckFailed, NotWrittenYet
from autograder.kit.watched_cache import WatchedCache
from autograder.lessons.kv_cache.kv_cache import KVCache as check_cache
from autograder.lessons.kv_cache.parts import (
    ALONE_IN_BOTH,
    IN_BOTH,
    Cache,
    keep_after_looking,
    keep_and_show,
    step,
)
from autograder.lessons.kv_cache.probing import (
    TEXTS_MIXED_UP,
    expect_finite,
    how_many_cached,
    only_shape,
    random_tokens,
    seen_in,
    witnessed,
)
from decodelab import reference
from decodelab.meter.drivers import count_decode_steps


def _step_probe(decode_step, KVCache, rng):
    def stream(n, d_k, d_v, before, scale=1.0):
        """Steps on top of a chunk of `before` tokens: output and cache after each."""
        Q, K, V = random_tokens(rng, n, d_k, d_v)
        cache, results = KVCache(d_k, d_v), []
        cache.append(K[:before], V[:before])
        for i in range(before, n):
            results.append(np.array(decode_step(Q[i] * scale, K[i] * scale, V[i], cache)))
            results += seen_in(cache, i + 1)
        return results

    def two_caches():
        Q, K, V = random_tokens(rng, 8, 4, 4)
        caches, results = (KVCache(4, 4), KVCache(4, 4)), []
        for i in range(8):
            cache = caches[i % 2]
            if i < 2:
                cache.append(K[i], V[i])
            else:
                results.append(np.array(decode_step(Q[i], K[i], V[i], cache)))
        return results

    def all_scores_low():
        (q, _, v), cache = random_tokens(rng, 1, 3, 3), KVCache(3, 3)
        keys = -100 * q[0] * (1 + 1e-5 * np.arange(4)[:, None])
        cache.append(keys[:2], np.concatenate([v, v + 1]))
        return [np.array(decode_step(100 * q[0], keys[i], v[0] + i, cache)) for i in (2, 3)]

    def chosen_scores():
        """With ties, -1, and far apart, in a width whose root is exact; a query of zeros comes last."""
        keys, cache, results = np.zeros((9, 4)), KVCache(4, 2), []
        keys[:, 0] = (-1, -1, -2, 0, 0, -4.5, -7, -9.4, -11.5)
        values = rng.normal(size=(9, 2))
        cache.append(keys[:3], values[:3])
        for i in range(3, 9):
            q = np.array([2.0 * (i < 8), 0, 0, 0])
            results.append(np.array(decode_step(q, keys[i], values[i], cache)))
        return results

    def keys_alike():
        Q, K, V = random_tokens(rng, 5, 3, 2)
        K[2:4] = K[0]
        cache = KVCache(3, 2)
        cache.append(K[:2], V[:2])
        return [np.array(decode_step(Q[i], K[i], V[i], cache)) for i in (2, 3, 4)]

    def lessons_tokens():
        _, (Q, K, V) = awkward.worked_example()
        cache = KVCache(2, 3)
        cache.append(K[:1], V[:1])
        return [np.array(decode_step(Q[i], K[i], V[i], cache)) for i in (1, 2)]

    return stages(
        lambda: stream(6, 3, 3, 2),
        lambda: stream(6, 4, 2, 3),
        lambda: stream(5, 2, 9, 1),
        lambda: stream(5, 3, 3, 2, scale=60.0),
        two_caches,
        all_scores_low,
        lessons_tokens,
        chosen_scores,
        keys_alike,
    )


@exercise("decode_step", probe=_step_probe, companions=1)
def decode_step(decode_step, KVCache, *, rng):
    """Appends once, then attends over everything cached, itself included; (d_v,)."""
    with standing_on(check_cache, KVCache):
        with aspect("shape", "one output of d_v numbers"):
            for d_k, d_v in ((4, 3), (2, 5), (1, 1)):
                for before in (2, 0):
                    tokens = random_tokens(rng, before + 2, d_k, d_v)
                    try:
                        _take_steps(decode_step, KVCache, before, *tokens, look=only_shape)
                    except NotWrittenYet:
                        raise
                    except CheckFailed:
                        _uses_a_cache_of_its_own(decode_step, KVCache, rng)
                        raise
        with aspect(
            "incremental", "a step adds its token to the cache, once, and changes nothing else there"
        ):
            for before in (0, 3):
                _take_steps(decode_step, KVCache, before, *random_tokens(rng, 7, 4, 3), look=_only_cache)
        with aspect("equals", "equals a row of full attention, at every length, also on top of a chunk"):
            for before, n, d_k, d_v in ((0, 6, 4, 3), (3, 6, 2, 5), (1, 9, 7, 2), (5, 7, 3, 3), (0, 3, 1, 1)):
                _take_steps(decode_step, KVCache, before, *random_tokens(rng, n, d_k, d_v))
        with aspect("numerics", "scores of ten thousand, of either sign, give finite outputs"):
            Q, K, V = random_tokens(rng, 7, 4, 3)
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
                _take_steps(decode_step, KVCache, 2, *random_tokens(rng, 5, d_k, 3, np.float32))
        with aspect("independent", "steps of several sequences, taken in turn, do not disturb each other"):
            with suspecting("texts_mixed_up", TEXTS_MIXED_UP):
                _in_turn(decode_step, KVCache, rng)
        with aspect(
            "awkward", "the same for zeros, ties, equal tokens, scores of 0, and scores down to -1e300"
        ):
            for dtype in (np.float64, np.float32):
                for said, (Q, K, V) in (awkward.worked_example(dtype), *awkward.attentions(rng, 4, 2, dtype)):
                    _take_steps(decode_step, KVCache, 1, Q, K, V, scores=said, look=_only_output)
        with aspect("inputs", "q, k and v are left as they were, earlier outputs too"):
            watched = WatchedCache(KVCache, 4, 3)
            watched.append(*random_tokens(rng, 3, 4, 3)[1:])
            leaves_things_alone(
                lambda q, k, v: decode_step(q, k, v, watched.cache),
                lambda: [a[0] for a in random_tokens(rng, 1, 4, 3)],
                "qkv",
                pure=False,
            )
        with aspect("aliasing", "a caller may use the same q, k and v arrays for every token"):
            with suspecting(
                "array_taken_for_token",
                "With new arrays for each token it was right. What does your code, or your cache, remember "
                "of a token: its numbers, or the array they came in?",
            ):
                _same_buffers(decode_step, KVCache, rng)
        with aspect(
            "cost", "one more token costs d_k + d_v multiply-adds, and nothing in a step grows faster"
        ):
            counted = Series(
                costs_no_more(judge_decode_steps, count_decode_steps, decode_step, KVCache)["steps"]
            )
            witnessed(
                lambda Q, K, V, cache: decode_step(Q[0], K[0], V[0], cache)[None],
                1,
                counted,
                KVCache,
                rng,
                answer=decode_step,
            )
        with aspect(
            "memory", "steps leave keys and values behind and nothing else; none needs a table of n × n"
        ):
            step_memory(decode_step, KVCache)


def _call_step(decode_step, q, k, v, watched):
    given = f"q {q.dtype} {q.shape}, k {k.shape}, v {v.shape}, {how_many_cached(len(watched.keys))}"
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


ONE_NUMBER = (
    "A vector times a vector is one number. There is a weight for each cached token: which shape has what "
    "they are multiplied with, and which should it have?"
)


def _only_output(result, watched, q, scores):
    expected = reference.attend(q, watched.keys, watched.values)
    close(result, expected, what="the output", inputs=scores, of=watched.values)


def _only_cache(result, watched, q, scores):
    watched.holds("after a decode step")


def _output_and_cache(result, watched, q, scores):
    expect_finite(result, scores or "finite inputs")
    close(
        result,
        reference.attend(q, watched.keys, watched.values),
        what="the output",
        inputs=f"{how_many_cached(len(watched.keys))}, this one included{scores and '; ' + scores}",
        of=watched.values,
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
            result,
            shape=v.shape,
            dtype=v.dtype,
            what="the output",
            meaning="a mix of values, d_v wide",
            advice=ONE_NUMBER if isinstance(result, (int, float, np.number)) else "",
        )
        look(result, watched, q, scores)


def _uses_a_cache_of_its_own(decode_step, KVCache, rng):
    """After a step that raised: fail if steps of some widths work, leave the cache they are given as it was
    and give something else in a second call, and steps of others raise, with as many tokens cached."""
    works, raises = [], False
    for d_k, d_v in ((4, 3), (3, 2), (2, 3), (2, 2), (3, 3), (4, 4), (8, 8), (64, 64)):
        tokens, (q, k, v) = random_tokens(rng, 2, d_k, d_v)[1:], random_tokens(rng, 1, d_k, d_v)
        try:
            first, second = (_left_alone(decode_step, KVCache, tokens, q[0], k[0], v[0]) for _ in range(2))
        except CheckFailed:
            raises = True
            continue
        if first is not None and second is not None and not np.array_equal(first, second):
            works.append((d_k, d_v))
    if works and raises:
        d_k, d_v = works[0]
        fail(
            f"decode_step gives an output where keys are {d_k} and values {d_v} wide, and the cache it was "
            "given is as long afterwards as before; for other widths it raises. It works with a cache that "
            "was made before the call, for these widths.\n"
            "Which name has the cache in your `def` line, and which one do the lines below it use?",
            misconception="cache_outlives_call",
            diagnosable=False,
        )


def _left_alone(decode_step, KVCache, tokens, q, k, v):
    """A step's output on top of these tokens, if its shape is right and the cache stays as long as it was."""
    watched = WatchedCache(KVCache, len(k), len(v))
    watched.append(*(a.copy() for a in tokens))
    result = _call_step(decode_step, q.copy(), k.copy(), v.copy(), watched)
    untouched = length_of(watched.cache) == len(tokens[0])
    return result if untouched and getattr(result, "shape", None) == v.shape else None


def _in_turn(decode_step, KVCache, rng):
    first, second, third, fourth = (WatchedCache(KVCache, 4, 3) for _ in range(4))
    for watched in (first, second, second, third, first, fourth, third, first, second):
        q, k, v = (a[0] for a in random_tokens(rng, 1, 4, 3))
        result = _call_step(decode_step, q.copy(), k.copy(), v.copy(), watched)
        watched.expect(k, v)
        result = array(result, shape=(3,), what="the output")
        _output_and_cache(result, watched, q, "four sequences decoded in turn, each with its own cache")
    for watched in (first, fourth):
        watched.holds("after steps of other sequences, which have caches of their own")


def _same_buffers(decode_step, KVCache, rng):
    watched = WatchedCache(KVCache, 4, 3)
    q, k, v = np.empty(4), np.empty(4), np.empty(3)
    for _ in range(4):
        q[:], k[:], v[:] = (a[0] for a in random_tokens(rng, 1, 4, 3))
        result = np.array(_call_step(decode_step, q, k, v, watched))
        watched.expect(k, v)
        _output_and_cache(result, watched, q, "the caller writes each token into the same arrays")
    for buffer in (q, k, v):
        buffer[:] = 0
    watched.holds("after the caller wrote other numbers into the k and v of the last step")


def _over_themselves(scores):
    """The maximum over the right axis, the sum over one of length 1: 0 over 0 where a score is far below the
    largest."""
    exps = np.exp(scores - scores.max())
    return exps / exps


def _zero_query(row):
    """A step that has something of its own for a query of zeros; row(v) -> what comes out then."""

    def answer(q, k, v, cache):
        output = step(q, k, v, cache)
        return output if q.any() else row(v)

    return answer


def _equal_keys_merged(which):
    """A step to which one of several equal keys is left, the first or the last (which: 0 or -1)."""

    def keep(cache, q, k, v):
        keys, values = keep_and_show(cache, q, k, v)
        places = {}
        for j, key in enumerate(keys):
            places.setdefault(key.tobytes(), []).append(j)
        kept = sorted(each[which] for each in places.values())
        return keys[kept], values[kept]

    return {"keep": keep}


MISCONCEPTIONS = known(
    step,
    *IN_BOTH
    + (
        (
            "attends_before_appending",
            {"keep": keep_after_looking},
            "Your output is what attention gives when the new token does not see itself, only what was "
            "cached before.",
            "Is the new token in the cache at the moment its query looks?",
        ),
        (
            "sees_only_itself",
            {"sees": slice(-1, None)},
            "Your output is what attention gives when the new token looks at itself alone: nothing of the "
            "past gets in.",
            "How many scores does a step at length n compute?",
        ),
        (
            "sees_only_first",
            {"sees": slice(0, 1)},
            "Your output is what attention gives when the new token looks at token 0 alone.",
            "How many scores does a step at length n compute?",
        ),
        (
            "first_token_left_out",
            {"sees": slice(1, None)},
            "Your output is what attention gives when token 0 is left out.",
            "Positions count from 0. Where do your slices begin?",
        ),
        *(
            (
                "all_weights_one",
                {"normalise": normalise},
                "Your output adds up the values, each with weight 1: your softmax runs along an axis of "
                "length 1.",
                "Which axis of your scores counts the cached tokens? Print their shape.",
            )
            for normalise in (np.ones_like, _over_themselves)
        ),
        (
            "all_weights_alike",
            {"normalise": lambda s: np.full_like(s, 1 / len(s))},
            "Your output is the plain mean of the values: every token gets the same weight.",
            "On what should a token's weight depend?",
        ),
        (
            "no_softmax",
            {"normalise": lambda s: s},
            "Your output mixes the values with the scores themselves as weights.",
            "Can a weight be negative? What turns scores into weights?",
        ),
        (
            "scores_over_their_sum",
            {"normalise": lambda s: s / s.sum()},
            "Your output is what attention gives when scores are divided by their sum, without exp.",
            "Can a weight be negative? Which function makes any score positive?",
        ),
        (
            "only_the_best",
            {"normalise": lambda s: (np.arange(len(s)) == s.argmax()).astype(float)},
            "Your output is the value of the one token with the largest score.",
            "Softmax is soft: which share do the others get?",
        ),
        (
            "values_not_added_up",
            {"mix": lambda weights, keys, values: weights[:, None] * values},
            "Your output has a row for each cached token: the weighted values are not added up yet.",
            "The step has one query. How many rows should come out?",
        ),
        (
            "one_row_matrix",
            {"mix": lambda weights, keys, values: (weights @ values)[None]},
            "Your output is a matrix of one row, where a vector is asked for.",
            "What is the shape of v, and what the shape of your output?",
        ),
    ),
    companions=(partial(Cache),),
)


MISCONCEPTIONS += known_alone(
    step,
    *ALONE_IN_BOTH,
    *instead_of_softmax("Your output is what attention gives when", "normalise"),
    (
        "window",
        [{"sees": slice(-size, None)} for size in (2, 3, 4, 5)],
        "Your output is what attention gives when the new token sees the last few tokens and none before.",
        "May a step at length 500 use token 0? Where does your slice begin?",
    ),
    (
        "equal_tokens_merged",
        [_equal_keys_merged(which) for which in (0, -1)],
        "Your output is what attention gives when of several equal keys one is left.",
        "The same word can come twice in a text. How does your code tell the first from the second: by what "
        "it is, or by where it stands?",
    ),
    (
        "keys_for_scores",
        {"query": lambda q, k: np.ones_like(q)},
        "Your output is what attention gives when the numbers of each key are added up: "
        "q is not in the scores.",
        "Which two vectors make a score?",
    ),
    (
        "value_added",
        {"mix": lambda weights, keys, values: weights @ values + values[-1]},
        "Your output is attention's with the new token's value added to it.",
        "Transformers add a layer's input to its output. Is that asked for here?",
    ),
    companions=(Cache,),
)


MISCONCEPTIONS += [
    Misconception(
        "zero_query_apart",
        (_zero_query(row), Cache),
        "Your output is what attention gives when a query of zeros gets something of "
        "its own: 0, or its value.",
        "A query of zeros scores 0 with every key. Which weights does softmax make of equal scores?",
    )
    for row in (np.array, np.zeros_like)
]
