"""prefill: several tokens on top of what is cached: row i sees the cache and rows ≤ i of the chunk; (t, d_v).

Over 400 lines: its misconceptions, each with its parts, sentence and question.
"""

import math
from functools import partial

import numpy as np

from autograder.cost.attention import attention
from autograder.cost.counted import costs_no_more
from autograder.cost.long_texts import REACH
from autograder.cost.memory import chunk_memory, step_memory
from autograder.cost.prefill import judge_prefill
from autograder.cost.series import Series
from autograder.cost.witness import Witness
from autograder.kit import awkward
from autograder.kit.companions import standing_on
from autograder.kit.exercise import array, aspect, call, close, exercise, suspecting
from autograder.kit.learners_cache import call_on_cache
from autograder.kit.misconception import known, known_alone
from autograder.kit.not_softmax import instead_of_softmax
from autograder.kit.probes import stages
from autograder.kit.properties import is_causal, leaves_things_alone
from autograder.kit.watched_cache import WatchedCache
from autograder.lessons.kv_cache.kv_cache import KVCache as check_cache
from autograder.lessons.kv_cache.parts import (
    ALONE_IN_BOTH,
    IN_BOTH,
    Cache,
    keep_after_looking,
    keep_and_show,
    look_and_forget,
    softmax_of,
)
from autograder.lessons.kv_cache.probing import (
    TEXTS_MIXED_UP,
    TOO_SLOW,
    expect_finite,
    how_many_cached,
    only_shape,
    random_tokens,
    seen_in,
    witnessed,
)
from decodelab import reference
from decodelab.meter.drivers import count_prefill

CHUNK = 4
"""Tokens of a chunk on a long text, as many as count_prefill counts."""


def _prefill_probe(prefill, KVCache, rng):
    def chunks(sizes, d_k, d_v, scale=1.0, before=0):
        Q, K, V = random_tokens(rng, before + sum(sizes), d_k, d_v)
        cache, results, start = KVCache(d_k, d_v), [], before
        if before:
            cache.append(K[:before], V[:before])
        for size in sizes:
            piece = slice(start, start + size)
            results.append(np.array(prefill(Q[piece] * scale, K[piece] * scale, V[piece], cache)))
            start += size
            results += seen_in(cache, start)
        return results

    def one_low_score():
        Q, K, V = (a * 1e100 for a in random_tokens(rng, 4, 3, 3))
        K[0] = -Q[0]
        return [np.array(prefill(Q, K, V, KVCache(3, 3)))]

    def chosen_scores():
        """With ties, -1, and far apart, in a width whose root is exact."""
        Q, keys, cache = np.zeros((7, 4)), np.zeros((9, 4)), KVCache(4, 2)
        Q[:, 0], keys[:, 0] = 2, (-1, -1, -2, 0, 0, -4.5, -7, -9.4, -11.5)
        values = rng.normal(size=(9, 2))
        cache.append(keys[:2], values[:2])
        return [np.array(prefill(Q, keys[2:], values[2:], cache))]

    def keys_alike():
        """And a query of zeros."""
        Q, K, V = random_tokens(rng, 6, 3, 2)
        K[2:4] = K[0]
        Q[4] = 0
        cache = KVCache(3, 2)
        cache.append(K[:1], V[:1])
        return [np.array(prefill(Q[1:], K[1:], V[1:], cache))]

    def lessons_tokens():
        return [np.array(prefill(*awkward.worked_example()[1], KVCache(2, 3)))]

    return stages(
        lambda: chunks((3, 2, 3), 3, 3),
        lambda: chunks((2, 4), 4, 2),
        lambda: chunks((3,), 2, 7, before=2),
        lambda: chunks((3, 2), 3, 3, scale=60.0),
        one_low_score,
        lessons_tokens,
        chosen_scores,
        keys_alike,
    )


@exercise("prefill", probe=_prefill_probe, companions=1)
def prefill(prefill, KVCache, *, rng):
    """Several tokens on top of what is cached: row i sees the cache and rows ≤ i of the chunk; (t, d_v)."""
    with standing_on(check_cache, KVCache):
        with aspect("shape", "one output of d_v numbers for each token of the chunk"):
            for sizes, d_k, d_v in (((5,), 4, 3), ((3, 2), 2, 5), ((1, 1), 3, 2)):
                _in_chunks(
                    prefill, KVCache, sizes, *random_tokens(rng, sum(sizes), d_k, d_v), look=only_shape
                )
        with aspect("incremental", "a chunk is in the cache afterwards, once, behind what was there"):
            for sizes in ((4,), (2, 3, 1)):
                _in_chunks(
                    prefill, KVCache, sizes, *random_tokens(rng, sum(sizes), 4, 3), look=_only_cache_of_chunk
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
                _in_chunks(prefill, KVCache, sizes, *random_tokens(rng, sum(sizes), d_k, d_v))
            for before in (1, 2, 4, 7):
                Q, K, V = random_tokens(rng, before + 3, 4, 3)
                watched = WatchedCache(KVCache, 4, 3)
                for k, v in zip(K[:before], V[:before]):
                    watched.append(k, v)
                _in_chunks(prefill, KVCache, (3,), Q[before:], K[before:], V[before:], watched=watched)
        with aspect("numerics", "scores of ten thousand, of either sign, give finite outputs"):
            Q, K, V = random_tokens(rng, 7, 4, 3)
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
                _in_chunks(prefill, KVCache, (3, 2), *random_tokens(rng, 5, d_k, 3, np.float32))
        with aspect(
            "awkward",
            "the same for zeros, ties, equal tokens, scores of 0 and of -1e300, and behind 300 tokens",
        ):
            for dtype in (np.float64, np.float32):
                for said, (Q, K, V) in (awkward.worked_example(dtype), *awkward.attentions(rng, 4, 2, dtype)):
                    sizes = (1, len(Q) - 1)
                    _in_chunks(prefill, KVCache, sizes, Q, K, V, scores=said, look=_only_output_of_chunk)
            _far_into_a_text(prefill, KVCache, rng, 300)
        with aspect("independent", "chunks of several sequences, taken in turn, do not disturb each other"):
            first, second, third = (WatchedCache(KVCache, 4, 3) for _ in range(3))
            for watched in (first, second, first, third, second, third):
                with suspecting("texts_mixed_up", TEXTS_MIXED_UP):
                    _in_chunks(
                        prefill,
                        KVCache,
                        (2,),
                        *random_tokens(rng, 2, 4, 3),
                        watched=watched,
                        scores="two sequences in turn, each with its own cache",
                    )
            first.holds("after chunks of another sequence, which has its own cache")
        with aspect("inputs", "Q, K and V are left as they were, earlier outputs too"):
            for before in (0, 2):
                watched = WatchedCache(KVCache, 4, 3)
                if before:
                    watched.append(*random_tokens(rng, before, 4, 3)[1:])
                leaves_things_alone(
                    lambda Q, K, V: prefill(Q, K, V, watched.cache),
                    lambda: random_tokens(rng, 4, 4, 3),
                    "QKV",
                    pure=False,
                )
        with aspect("aliasing", "a caller may overwrite Q, K and V afterwards"):
            Q, K, V = random_tokens(rng, 3, 4, 3)
            watched = WatchedCache(KVCache, 4, 3)
            watched.expect(K, V)
            _call_prefill(prefill, Q, K, V, watched)
            for given in (Q, K, V):
                given[...] = 0
            watched.holds("after the caller wrote other numbers into the K and V of the chunk")
        with aspect("cost", "a chunk costs at most each of its queries against everything cached"):
            data = costs_no_more(judge_prefill, count_prefill, prefill, KVCache)
            counted = Series(data["chunks"])
            witnessed(prefill, CHUNK, counted, KVCache, rng, answer=prefill)
        if _may_be_long(prefill, KVCache, counted, rng):
            with aspect("awkward", "the same behind 65,536 tokens"):
                _far_into_a_text(prefill, KVCache, rng, 65_536)
        with aspect("memory", "chunks leave keys and values behind and nothing else"):
            step_memory(prefill, KVCache, rows=True)
            chunk_memory(prefill, KVCache)


def _may_be_long(prefill, KVCache, counted, rng):
    """Whether a chunk behind 65,536 tokens takes no more than seconds: in a notebook going by the Series
    `counted`, in grading by the time that a shorter text takes."""
    witness = Witness(prefill)
    if not witness:
        return counted.foretold(66_000).python_steps < TOO_SLOW / 8
    before = witness.seconds()
    _far_into_a_text(prefill, KVCache, rng, 4_000)
    return (witness.seconds() - before) * 66_000 / 4_000 < REACH


def _far_into_a_text(prefill, KVCache, rng, at_least):
    """A chunk behind so many tokens: beyond what 8 or 16 bits count to."""
    before = at_least + int(rng.integers(50, 450))
    Q, K, V = random_tokens(rng, before + 3, 1, 1)
    cache = call(KVCache, 1, 1)
    call(
        cache.append, K[:before].copy(), V[:before].copy(), shown=f"cache.append(k, v) with {before:,} tokens"
    )
    result = call_on_cache(
        prefill,
        Q[before:].copy(),
        K[before:].copy(),
        V[before:].copy(),
        cache,
        shown=f"a chunk of 3 behind {before:,} tokens",
    )
    with suspecting(
        "ends_early",
        "Is there a number in your code beyond which it stops: a window, the size of a table, a dtype that "
        "counts to 127, 255 or 32,767 only?",
    ):
        close(
            array(result, shape=(3, 1), what="the output"),
            attention(Q[before:], K, V),
            what="the output",
            inputs=f"a chunk of 3 behind {before:,} tokens; behind a few it was right",
        )


def _only_output_of_chunk(result, watched, Q, scores):
    expected = reference.chunk_attention(Q, watched.keys, watched.values)
    close(result, expected, what="the output", inputs=f"a chunk of {len(Q)}; {scores}", of=watched.values)


def _only_cache_of_chunk(result, watched, Q, scores):
    watched.holds(f"after a chunk of {len(Q)}")


def _chunk_and_cache(result, watched, Q, scores):
    t, n = len(Q), len(watched.keys)
    expect_finite(result, scores or "finite inputs")
    close(
        result,
        reference.chunk_attention(Q, watched.keys, watched.values),
        what="the output",
        inputs=f"a chunk of {t}, {how_many_cached(n - t)} before{scores and '; ' + scores}",
        of=watched.values,
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
    given = f"Q {Q.dtype} {Q.shape}, K {K.shape}, V {V.shape}, {how_many_cached(len(watched.keys))}"
    return call_on_cache(
        prefill,
        Q,
        K,
        V,
        watched.cache,
        shown=f"prefill(Q, K, V, cache) ({given})",
        advice=(
            "Print the shape of each step's result. Scores and mask have a row for each query and a column "
            "for each key: what does len(cache) count before the append, and what after it?"
        ),
    )


def _chunk_is_causal(prefill, KVCache, before, scale, rng):
    cached = [scale * a for a in random_tokens(rng, before, 4, 3)]
    Q, K, V = (scale * a for a in random_tokens(rng, 5, 4, 3))
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
        scales=(scale, scale, scale),
        may_use=lambda i: f"what was cached before, the chunk's {'token 0' if i == 0 else f'tokens 0..{i}'}",
    )


def chunk(
    Q,
    K,
    V,
    cache,
    *,
    keep=keep_and_show,
    query=lambda Q, K: Q,
    allowed=lambda t, n: np.tri(t, n, n - t, dtype=bool),
    hide=lambda scores, allowed: np.where(allowed, scores, -np.inf),
    divisor=lambda Q, V, n: math.sqrt(Q.shape[1]),
    normalise=softmax_of,
    after=lambda weights, allowed: weights,
    mix=lambda weights, keys, values: weights @ values,
    give=lambda output: output,
):
    """A prefill in exchangeable parts; allowed(t, n) is the mask of t queries over n keys."""
    keys, values = keep(cache, Q, K, V)
    mask = allowed(len(Q), len(keys))
    scores = hide(query(Q, K) @ keys.T / divisor(Q, V, len(keys)), mask)
    return give(mix(after(normalise(scores), mask), keys, values))


def _look_and_keep_the_last(cache, Q, K, V):
    seen = look_and_forget(cache, Q, K, V)
    cache.append(K[-1], V[-1])
    return seen


def _keep_after_looking_unless_empty(cache, Q, K, V):
    return keep_and_show(cache, Q, K, V) if len(cache) == 0 else keep_after_looking(cache, Q, K, V)


def _keep_backwards(cache, Q, K, V):
    return keep_and_show(cache, Q, K[::-1], V[::-1])


def _everything(scores, allowed):
    return scores


def _hidden_and_normalised(weights, allowed):
    weights = weights * allowed
    return weights / weights.sum(axis=1, keepdims=True)


def _softmax_over_queries(scores):
    exps = np.exp(scores - scores.max(axis=0))
    return exps / exps.sum(axis=0)


def _softmax_with_one_sum(scores):
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exps / exps.sum()


def _softmax_with_one_maximum(scores):
    exps = np.exp(scores - scores.max())
    return exps / exps.sum(axis=1, keepdims=True)


MISCONCEPTIONS = known(
    chunk,
    *IN_BOTH
    + (
        (
            "no_mask",
            {"allowed": lambda t, n: np.ones((t, n), dtype=bool)},
            "Your output is what attention gives when every row of the chunk sees the whole chunk: there is "
            "no mask, or one that hides nothing.",
            "Print your mask for a chunk of 3. Is anything hidden from row 0, and what does len(cache) "
            "count on the line where you read it?",
        ),
        (
            "top_left_mask",
            {"allowed": lambda t, n: np.tri(t, n, dtype=bool)},
            "Your output is what attention gives when row i of the chunk sees tokens 0 … i of the whole "
            "sequence: the mask sits in the top left corner.",
            "With 3 tokens cached, which position in the sequence has row 0 of the chunk?",
        ),
        (
            "mask_on_first_columns",
            {"allowed": lambda t, n: np.hstack([np.tri(t, dtype=bool), np.ones((t, n - t), dtype=bool)])},
            "Your output is what attention gives when the triangle lies on the first columns: it hides "
            "cached tokens, and nothing of the chunk.",
            "With 3 tokens cached, in which column of the scores stands the chunk's own first key?",
        ),
        (
            "sees_next_token",
            {"allowed": lambda t, n: np.tri(t, n, n - t + 1, dtype=bool)},
            "Your output is what attention gives when each row also sees the token after it.",
            "How many keys may row 0 of a chunk use when 3 tokens are cached? How many does your mask give "
            "it?",
        ),
        *(
            (
                "leaves_itself_out",
                {"allowed": allowed},
                "Your output is what attention gives when no row sees its own token.",
                "How many keys may row 0 of a chunk use when 3 tokens are cached? How many does your mask "
                "give it?",
            )
            for allowed in (
                lambda t, n: np.tri(t, n, n - t - 1, dtype=bool),
                lambda t, n: np.arange(n) < np.maximum(n - t + np.arange(t), 1)[:, None],
            )
        ),
        (
            "inverted_mask",
            {"allowed": lambda t, n: ~np.tri(t, n, n - t, dtype=bool)},
            "Your output is what attention gives with the mask upside down: each row sees what comes after "
            "it.",
            "Print your mask for a chunk of 3. Does True mean 'may look' or 'must not look' where you use "
            "it?",
        ),
        (
            "inverted_mask_with_itself",
            {"allowed": lambda t, n: ~np.tri(t, n, n - t - 1, dtype=bool)},
            "Your output is what attention gives with the mask upside down: each row sees itself and what "
            "comes after it.",
            "Print your mask for a chunk of 3. Does True mean 'may look' or 'must not look' where you use "
            "it?",
        ),
        (
            "chunk_sees_only_itself",
            {"allowed": lambda t, n: np.tri(t, n, n - t, dtype=bool) & (np.arange(n) >= n - t)},
            "Your output is what attention gives when the chunk looks at itself alone: nothing that was "
            "cached gets in.",
            "Which keys does a row of the chunk use besides the chunk's own?",
        ),
        (
            "chunk_sees_only_cache",
            {"keep": keep_after_looking, "hide": _everything},
            "Your output is what attention gives when the chunk looks at what was cached before and not at "
            "itself.",
            "Is the chunk in the cache at the moment its queries look?",
        ),
        (
            "chunk_sees_only_cache",
            {
                "keep": _keep_after_looking_unless_empty,
                "allowed": lambda t, n: np.tri(t, n, dtype=bool) if t == n else np.ones((t, n), dtype=bool),
            },
            "Your output is what attention gives when a chunk looks at what was cached before, if there is "
            "anything, and not at itself.",
            "Is the chunk in the cache at the moment its queries look? Which keys may row 1 of a second "
            "chunk use?",
        ),
        (
            "chunk_backwards",
            {"keep": _keep_backwards, "allowed": lambda t, n: np.arange(n) < n - np.arange(t)[:, None]},
            "Your code takes the chunk from its end: its last token comes into the cache first.",
            "Which row of a chunk is its earliest token, and in which order do its tokens get into the "
            "cache?",
        ),
        (
            "only_last_token_kept",
            {"keep": _look_and_keep_the_last},
            "Your code keeps only the last token of the chunk in the cache.",
            "Which of the chunk's tokens may the next token use?",
        ),
        (
            "zeros_for_minus_inf",
            {"hide": lambda scores, allowed: np.where(allowed, scores, 0.0)},
            "Your output is what attention gives when forbidden scores are set to 0 before the softmax.",
            "exp(0) is 1. Which score would give a weight of 0?",
        ),
        (
            "masked_after_softmax",
            {"hide": _everything, "after": lambda weights, allowed: weights * allowed},
            "Your output is what attention gives when the mask comes after the softmax: the weights that "
            "are left add up to less than 1.",
            "What should each row of weights add up to, once the future is gone?",
        ),
        *(
            (
                "weak_fill",
                {"hide": lambda scores, allowed, low=low: np.where(allowed, scores, low)},
                "Your mask sets forbidden scores to a large negative number. A score can be lower still, "
                "and then the future wins.",
                "Which number is lower than every score there can be?",
            )
            for low in (-1e9, -1e4)
        ),
        *(
            (
                "weak_fill_added",
                {"hide": lambda scores, allowed, low=low: scores + np.where(allowed, 0.0, low)},
                "Your mask adds a large negative number to forbidden scores. Where scores differ by more "
                "than that, the future wins.",
                "Which number stays the lowest, whatever score it is added to?",
            )
            for low in (-1e9, -1e4)
        ),
        (
            "softmax_over_queries",
            {"normalise": _softmax_over_queries},
            "Your output is what attention gives when softmax runs over the queries (axis 0).",
            "Which axis should add up to 1?",
        ),
        (
            "scale_sqrt_t",
            {"divisor": lambda Q, V, n: math.sqrt(len(Q))},
            "Your output is what attention gives when scores are divided by the root of the number of "
            "tokens in the chunk.",
            "Q has a row for each token. Which entry of its shape says how many products a score adds up?",
        ),
        (
            "one_sum_for_all",
            {"normalise": _softmax_with_one_sum},
            "Your output is what attention gives when the weights of all rows together add up to 1, not "
            "those of each row.",
            "Along which axis does your sum run, and how many numbers should it give?",
        ),
        (
            "one_maximum_for_all",
            {"normalise": _softmax_with_one_maximum},
            "Your softmax takes one and the same number off all rows: a row whose scores are far below it "
            "becomes 0 over 0.",
            "Whose largest score makes sure that a row has an exp of 1 in it?",
        ),
        (
            "maximum_of_hidden_scores",
            {
                "hide": _everything,
                "normalise": lambda s: np.exp(s - s.max(axis=1, keepdims=True)),
                "after": _hidden_and_normalised,
            },
            "Your softmax takes each row's maximum before the mask: a hidden score can be so large that all "
            "others become 0.",
            "Over which scores of a row should the maximum run, so that later tokens play no part in it?",
        ),
        (
            "mask_only_when_empty",
            {"allowed": lambda t, n: np.tri(t, n, n - t if t == n else n, dtype=bool)},
            "Your output is what attention gives when the mask is left out as soon as something is cached.",
            "May the first token of a second chunk see the last one of the same chunk?",
        ),
        (
            "last_query_for_all",
            {"query": lambda Q, K: np.broadcast_to(Q[-1], Q.shape)},
            "Your output is what attention gives when every row asks with the chunk's last query.",
            "Which query belongs to row i of the output?",
        ),
        (
            "first_query_for_all",
            {"query": lambda Q, K: np.broadcast_to(Q[0], Q.shape)},
            "Your output is what attention gives when every row asks with the chunk's first query.",
            "Which query belongs to row i of the output?",
        ),
        (
            "all_rows_the_last",
            {"give": lambda output: np.broadcast_to(output[-1], output.shape)},
            "Every row of your output is the last token's.",
            "Do your rows share one array that each step overwrites?",
        ),
        (
            "only_last_row",
            {"give": lambda output: output[-1:]},
            "Your output is the last row only.",
            "How many tokens has the chunk, and how many of them need an output?",
        ),
        (
            "only_last_vector",
            {"give": lambda output: output[-1]},
            "Your output is the last row only, as a vector.",
            "How many tokens has the chunk, and how many of them need an output?",
        ),
    ),
    companions=(partial(Cache),),
)


def _doubled_one_by_one(cache, Q, K, V):
    return keep_and_show(cache, Q, np.repeat(K, 2, axis=0), np.repeat(V, 2, axis=0))


def _without_the_last(cache, Q, K, V):
    return keep_and_show(cache, Q, K[:-1], V[:-1])


def _last_row_zero(output):
    return np.vstack([output[:-1], np.zeros_like(output[-1:])])


MISCONCEPTIONS += known_alone(
    chunk,
    *ALONE_IN_BOTH,
    *instead_of_softmax("Your output is what attention gives when", "normalise"),
    (
        "appends_twice",
        {
            "keep": _doubled_one_by_one,
            "allowed": lambda t, n: np.arange(n) < n - 2 * t + 2 * (np.arange(t)[:, None] + 1),
        },
        "Your code puts what is new into the cache twice.",
        "Who calls append, and how often for one token?",
    ),
    (
        "last_token_left_out",
        {
            "keep": _without_the_last,
            "allowed": lambda t, n: np.tri(t, n, n - t + 1, dtype=bool),
            "give": _last_row_zero,
        },
        "Your code leaves out the chunk's last token: it is not in the cache, and its row is 0.",
        "Which tokens does your loop visit? Print its last i.",
    ),
    (
        "chunk_backwards",
        {"keep": _keep_backwards},
        "Your code puts the chunk into the cache from its end: its last token comes first.",
        "Which row of a chunk is its earliest token, and in which order do its tokens get into the cache?",
    ),
    (
        "leaves_itself_out",
        {"allowed": lambda t, n: np.tri(t, n, max(n - t - 1, 0), dtype=bool)},
        "Your output is what attention gives when no row sees its own token, once something is cached.",
        "How many keys may row 0 of a chunk use when 3 tokens are cached? How many does your mask give it?",
    ),
    (
        "offset_written_in",
        [{"allowed": lambda t, n, k=k: np.tri(t, n, k, dtype=bool)} for k in (1, 2, 3, 4)],
        "Your output is what attention gives when the mask allows for the same number of "
        "cached tokens in every call.",
        "How many tokens were cached before this chunk, and where does your code ask that? Which number "
        "does your mask have?",
    ),
    (
        "zero_times_infinity",
        {"hide": lambda scores, allowed: scores + (1.0 - allowed) * -np.inf},
        "All of your output is NaN, as when a mask of zeros and ones is multiplied by infinity.",
        "What is 0 · inf? Print the scores after masking, then look at the allowed ones.",
    ),
    (
        "window",
        [
            {
                "allowed": lambda t, n, w=w: (
                    np.tri(t, n, n - t, dtype=bool) & ~np.tri(t, n, n - t - w, dtype=bool)
                )
            }
            for w in (2, 3, 4)
        ],
        "Your output is what attention gives when a row sees the last few tokens and none before.",
        "May the rows of a chunk use token 0? Where does your slice, or your mask, begin?",
    ),
    (
        "value_added",
        {"mix": lambda weights, keys, values: weights @ values + values[len(values) - len(weights) :]},
        "Your output is attention's with each token's own value added to it.",
        "Transformers add a layer's input to its output. Is that asked for here?",
    ),
    (
        "outputs_added_up",
        {"give": lambda output: output.cumsum(axis=0)},
        "Each row of your output is the sum of the right rows so far.",
        "At which line does the row that you fill become 0, and how often does that line run?",
    ),
    companions=(Cache,),
)
