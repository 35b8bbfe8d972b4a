"""attend_paged: one query over a cache in blocks, without bringing the blocks together.

Over 400 lines: more than half are known wrong ideas, each with its parts, sentence and question.
"""

import numpy as np

from autograder.cost.countable import countable, enough_counted
from autograder.kit.companions import standing_on
from autograder.kit.driven import all_there, as_result
from autograder.kit.driving import drive
from autograder.kit.exercise import array, aspect, call, close, exercise, fail
from autograder.kit.misconception import known, known_alone
from autograder.kit.properties import results_are_shared
from autograder.lessons.memory_in_blocks.paged_cache import PagedCache as check_cache
from autograder.lessons.memory_in_blocks.parts import Paged
from decodelab import block_rehearsal, reference

SIZE = 4
"""Rows of a block, where lengths are looked at on both sides of a border."""


def _outputs(attend_paged, PagedCache, n, size=SIZE, seed=0, **how):
    return drive(block_rehearsal.attend_over, attend_paged, PagedCache, n=n, size=size, seed=seed, **how)


def _probe(attend_paged, PagedCache, rng):
    for n, how in (
        (5, {}),
        (8, {}),
        (1, {}),
        (11, {}),
        (7, {"loudness": 12.0}),
        (9, {"loudness": 60.0}),
        (10, {"loudness": 60.0, "kind": "negative"}),
        (6, {"d_k": 2, "d_v": 2}),
    ):
        yield from map(
            as_result, _outputs(attend_paged, PagedCache, n, seed=int(rng.integers(1000)), **how)["outputs"]
        )


@exercise("attend_paged", probe=_probe, companions=1)
def attend_paged(attend_paged, PagedCache, *, rng):
    """(d_v,): attention over all rows of all blocks."""
    with standing_on(check_cache, PagedCache):
        with aspect("shape", "one output of d_v numbers"):
            for n in (6, 1):
                _take(attend_paged, PagedCache, rng, n, compare=False)
        with aspect("equals", "equals attention over all rows, whatever the last block holds"):
            for n in (1, 2, 3, 4, 5, 7, 8, 9, 21):
                _take(attend_paged, PagedCache, rng, n)
            _take(attend_paged, PagedCache, rng, 13, size=1)
            _take(attend_paged, PagedCache, rng, 13, size=64)
            for kind in ("equal", "zeros", "zero_query", "negative"):
                _take(attend_paged, PagedCache, rng, 9, kind=kind)
        with aspect("numerics", "scores in the hundreds and thousands give finite outputs"):
            for loudness in (12.0, 60.0):
                _take(attend_paged, PagedCache, rng, 11, loudness=loudness)
                _take(attend_paged, PagedCache, rng, 10, loudness=loudness, kind="negative")
        with aspect("dtype", "float32 stays float32"):
            for d_k in (3, 5):
                _take(attend_paged, PagedCache, rng, 9, dtype="float32", d_k=d_k)
        with aspect(
            "cost", "each row is read once for the scores and once for the mixture, and none is copied"
        ):
            _reads_in_place(attend_paged, PagedCache)


def _take(attend_paged, PagedCache, rng, n, size=SIZE, compare=True, **how):
    seed = int(rng.integers(10_000))
    said = f"a text of {n} token{'s' * (n > 1)} in blocks of {size}" + (
        f", {how['kind']}" if how.get("kind") else ""
    )
    told = call(
        _outputs,
        attend_paged,
        PagedCache,
        n,
        size=size,
        seed=seed,
        shown=f"attend_paged(q, cache) with {said}",
        advice=(
            "Print the shape of what blocks() gives, one pair after the other: each is the rows of one block."
        ),
        **how,
    )
    all_there(told["outputs"], 2)
    if told["shared"]:
        results_are_shared()
    queries, K, V = block_rehearsal.queries_and_tokens(n, seed, **how)
    for q, output in zip(queries, told["outputs"]):
        got = array(
            as_result(output),
            shape=V.shape[1:],
            dtype=V.dtype,
            what="the output",
            meaning="a mixture of values, d_v numbers",
        )
        if not compare:
            continue
        if not np.isfinite(got).all():
            fail(
                f"the output has {got[~np.isfinite(got)][0]} in it for {said}.",
                question="Which step overflows, or divides by zero? Print each block's largest score.",
            )
        close(got, reference.attend(q, K, V), what="the output", inputs=said, of=V)
    if told["length"] != n:
        fail(
            f"the cache has {told['length']} tokens after attend_paged; there were {n}. It reads, and "
            "appends nothing."
        )


def _reads_in_place(attend_paged, PagedCache):
    lengths, size = (16, 32, 48, 64, 96, 128), 8
    told = drive(block_rehearsal.count_attend, attend_paged, PagedCache, lengths=lengths, size=size)
    series, d_k, d_v = countable(told["calls"]), told["d_k"], told["d_v"]
    if series.last < lengths[-1]:
        fail(
            f"a text of {lengths[-1]} tokens was stopped: far more work than reading it once can need.",
            misconception="work_grows",
            diagnosable=False,
        )
    n, blocks = series.last, series.last // size
    cost = series.totals[n]
    if cost.bytes_copied > 8 * n + 16 * blocks + 64:
        place = series.places[series.heaviest(lambda c: c.bytes_copied)]
        fail(
            f"with {n} tokens {cost.bytes_copied:,} bytes were copied; the scores have {8 * n:,}, all keys "
            f"and values {8 * n * (d_k + d_v):,}.\n  {place['statement']}\n"
            "Gathering the blocks reads every row, writes it somewhere else and reads it again. Can each "
            "block's product be taken where the block is?",
            misconception="gathers_blocks",
            diagnosable=False,
        )
    enough_counted(cost.multiply_adds, n * (d_k + d_v))
    most = n * (d_k + d_v) + 3 * d_v * blocks
    if cost.multiply_adds > most:
        place = series.places[series.heaviest(lambda c: c.multiply_adds)]
        fail(
            f"with {n} tokens in {blocks} blocks {cost.multiply_adds:,} multiply-adds were counted; the two "
            f"products need {n * (d_k + d_v):,}.\n  {place['statement']}\n"
            "Which rows take part that hold no token, or more than once?",
            misconception="products_twice",
            diagnosable=False,
        )


def in_parts(
    q,
    cache,
    *,
    scale=lambda q: np.sqrt(len(q)),
    shown=lambda cache: list(cache.blocks()),
    weights=lambda scores: _softmax(scores),
    mix=lambda weights, values: sum(w @ v for w, v in zip(weights, values)),
):
    """attend_paged in exchangeable parts; weights turns a list of each block's scores into one of weights."""
    blocks = shown(cache)
    scores = [keys @ q / scale(q) for keys, _ in blocks]
    return mix(weights(scores), [values for _, values in blocks])


def _softmax(scores):
    largest = max(s.max() for s in scores)
    exps = [np.exp(s - largest) for s in scores]
    total = sum(e.sum() for e in exps)
    return [e / total for e in exps]


def _block_by_block(scores):
    return [_softmax([s])[0] for s in scores]


def _own_sums(scores):
    largest = max(s.max() for s in scores)
    with np.errstate(all="ignore"):
        return [np.exp(s - largest) / np.exp(s - largest).sum() for s in scores]


def _mean_of_own_sums(scores):
    return [w / len(scores) for w in _own_sums(scores)]


def _first_weights_again(weights, values):
    together = np.concatenate(weights)
    return sum(together[: len(v)] @ v for v in values)


def _without_the_last(weights, values):
    return sum((w @ v for w, v in zip(weights[:-1], values[:-1])), np.zeros(values[0].shape[1]))


def _grown(so_far, factor):
    with np.errstate(all="ignore"):
        return so_far * (1 / np.float64(factor)) if np.any(so_far) else so_far


def _mean_of_blocks(scores):
    return [w / len(scores) for w in _block_by_block(scores)]


def _own_maxima(scores):
    exps = [np.exp(s - s.max()) for s in scores]
    total = sum(e.sum() for e in exps)
    return [e / total for e in exps]


def _no_maximum(scores):
    exps = [np.exp(s) for s in scores]
    total = sum(e.sum() for e in exps)
    return [e / total for e in exps]


def _first_maximum(scores):
    exps = [np.exp(s - scores[0].max()) for s in scores]
    total = sum(e.sum() for e in exps)
    return [e / total for e in exps]


def _whole(cache):
    return [(cache.pool.keys[block], cache.pool.values[block]) for block in cache.table]


def _unnormalised(scores):
    largest = max(s.max() for s in scores)
    return [np.exp(s - largest) for s in scores]


def _weighted_by_block_sums(scores):
    sums = [np.exp(s - max(x.max() for x in scores)).sum() for s in scores]
    return [
        w * len(s) / sum(len(x) for x in scores) for w, s in zip(_block_by_block(scores), sums and scores)
    ]


MISCONCEPTIONS = known(
    in_parts,
    (
        "softmax_block_by_block",
        [{"weights": _block_by_block}, {"weights": _own_sums}],
        "Your output is the sum of each block's own attention: the weights of every block add up to 1.",
        "What should all weights of one query add up to, over all blocks together?",
    ),
    (
        "mean_of_blocks",
        [{"weights": _mean_of_blocks}, {"weights": _mean_of_own_sums}],
        "Your output is the mean of each block's own attention: every block counts the "
        "same, whatever its scores.",
        "A block with one high score and a block with none: how much of the output should each be?",
    ),
    (
        "mean_of_blocks",
        {"weights": _weighted_by_block_sums},
        "Your output is the mean of each block's own attention: blocks count by their number of rows, "
        "whatever their scores.",
        "A block with one high score and a block with none: how much of the output should each be?",
    ),
    (
        "own_maxima",
        {"weights": _own_maxima},
        "Your exponentials are taken after each block's own largest score was taken off, and then added up "
        "as if it were the same for all.",
        "exp(s − a) and exp(t − b): by which factor do they have to be corrected "
        "before they can be compared?",
    ),
    (
        "naive_exp",
        {"weights": _no_maximum},
        "Your numbers are right for small scores and NaN for large ones: exp is taken of scores however "
        "large they are.",
        "Which number can be taken off all scores without changing their softmax?",
    ),
    (
        "first_blocks_maximum",
        {"weights": _first_maximum},
        "Your numbers are right as long as no later block has much larger scores: the largest score of the "
        "first block is taken off all.",
        "Which score is the largest of all, and when do you know it?",
    ),
    (
        "first_weights_again",
        {"mix": _first_weights_again},
        "The weights of the first block are used for the values of every block.",
        "Behind the first block, which weight belongs to the first value of the second?",
    ),
    (
        "one_row_matrix",
        {"mix": lambda weights, values: sum(w @ v for w, v in zip(weights, values))[None]},
        "Your output is a matrix of one row, where a vector is asked for.",
        "What is the shape of q, and what the shape of your output?",
    ),
    (
        "no_scale",
        {"scale": lambda q: 1.0},
        "Your output is what attention gives without dividing the scores.",
        "What happens to the size of q · k as d_k grows, and what in the formula undoes that?",
    ),
    (
        "scale_by_width",
        {"scale": lambda q: len(q)},
        "Your output is what attention gives when the scores are divided by d_k itself.",
        "How fast does the typical size of a sum of d_k random products grow with d_k?",
    ),
    (
        "not_normalised",
        {"weights": _unnormalised},
        "Your output was never divided by the sum of the weights.",
        "What do your weights add up to?",
    ),
    (
        "whole_blocks_read",
        {"shown": _whole},
        "Your output mixes in the unused rows of the last block.",
        "How many rows of the last block hold tokens? What does blocks() give?",
    ),
    (
        "first_block_left_out",
        {"shown": lambda cache: list(cache.blocks())[1:] or list(cache.blocks())},
        "Your output leaves the first block out.",
        "At which block does your loop begin?",
    ),
    (
        "last_block_only",
        {"shown": lambda cache: list(cache.blocks())[-1:]},
        "Your output is that of the last block alone.",
        "What becomes of the sums so far when the next block comes?",
    ),
    (
        "first_block_only",
        {"shown": lambda cache: list(cache.blocks())[:1]},
        "Your output is that of the first block alone.",
        "How far is your `return` indented, and how often has the loop above it run by then?",
    ),
    (
        "last_block_left_out",
        [
            {"shown": lambda cache: list(cache.blocks())[:-1] or list(cache.blocks())},
            {"mix": _without_the_last},
        ],
        "Your output leaves the last block out.",
        "At which block does your loop end?",
    ),
    companions=(Paged,),
)


def in_one_pass(
    q,
    cache,
    *,
    start=-np.inf,
    total=lambda so_far, factor: so_far * factor,
    mixture=lambda so_far, factor: so_far * factor,
    settle=lambda mixture, total: mixture,
    give=lambda mixture, total: mixture / total,
):
    """attend_paged with a maximum, a sum and a mixture that go on from block to block, in exchangeable parts.

    total, mixture: what becomes of what there is when the maximum rises; settle: of the mixture, at the end
                    of each block
    """
    largest, summed, mixed = start, 0.0, 0.0
    for keys, values in cache.blocks():
        scores = keys @ q / np.sqrt(len(q))
        new = max(largest, scores.max())
        factor, exps = np.exp(largest - new), np.exp(scores - new)
        summed = total(summed, factor) + exps.sum()
        mixed = settle(mixture(mixed, factor) + exps @ values, summed)
        largest = new
    return give(mixed, summed)


MISCONCEPTIONS += known_alone(
    in_one_pass,
    (
        "sum_not_corrected",
        {"total": lambda so_far, factor: so_far},
        "Your sum of exponentials is not corrected when a later block has a larger score; your mixture is.",
        "What is exp(s − a) worth once all others are exp(t − b)? Which of the numbers that you carry on "
        "are made of the former?",
    ),
    (
        "mixture_not_corrected",
        {"mixture": lambda so_far, factor: so_far},
        "Your mixture is not corrected when a later block has a larger score; your sum of exponentials is.",
        "What is exp(s − a) worth once all others are exp(t − b)? Which of the numbers that you carry on "
        "are made of the former?",
    ),
    (
        "nothing_corrected",
        {"total": lambda so_far, factor: so_far, "mixture": lambda so_far, factor: so_far},
        "What you carry on from block to block is not corrected when a later block has a larger score.",
        "exp(s − a) and exp(t − b): by which factor do they have to be corrected before they can be added?",
    ),
    (
        "factor_upside_down",
        {"total": _grown, "mixture": _grown},
        "Your factor is exp(new − old), and it should make numbers smaller, not larger.",
        "exp(score − old) times what gives exp(score − new)?",
    ),
    (
        "only_the_last_blocks_sum",
        {"total": lambda so_far, factor: 0.0},
        "Your output is divided by the last block's own sum of exponentials.",
        "What should all weights of one query add up to, over all blocks together? What becomes of your sum "
        "when the next block comes?",
    ),
    (
        "divided_in_every_block",
        {"settle": lambda mixture, total: mixture / total, "give": lambda mixture, total: mixture},
        "Your mixture is divided by the sum so far at the end of every block: what came first is divided "
        "again and again.",
        "How often should one value's weight be divided by the sum, and when is that sum known?",
    ),
    (
        "divided_twice",
        {"settle": lambda mixture, total: mixture / total},
        "Your mixture is divided by the sum so far at the end of every block, and by "
        "the whole sum in the end.",
        "How often should one value's weight be divided by the sum, and when is that sum known?",
    ),
    (
        "not_normalised",
        {"give": lambda mixture, total: mixture},
        "Your output was never divided by the sum of the weights.",
        "What do your weights add up to?",
    ),
    (
        "maximum_from_zero",
        {"start": 0.0},
        "Your numbers are right unless all scores are negative: your search for the largest begins at 0.",
        "Scores of -1 000 and -1 001: what do you take off, and what is exp of the rest?",
    ),
    companions=(Paged,),
)
