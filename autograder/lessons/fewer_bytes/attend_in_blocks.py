"""attend_in_blocks: attention in one pass over blocks, with a running maximum, sum and mixture.

Over 400 lines: most of them known wrong ideas, each with its parts, sentence and question.
"""

import numpy as np

from autograder.kit.driven import as_result
from autograder.kit.driving import drive
from autograder.kit.exercise import array, aspect, call, close, exercise, fail
from autograder.kit.misconception import Misconception, known, known_alone
from autograder.kit.not_softmax import instead_of_softmax, softmax_of
from autograder.lessons.fewer_bytes.parts import (
    added_as_it_is,
    causal,
    first_blocks_maximum,
    joined,
    mean_by_rows,
    mean_by_sums,
    mean_of_blocks,
    mixed_as_it_is,
    one_pass,
    running_mean,
    sum_of_blocks,
)
from decodelab import one_pass_rehearsal, reference

SIZES = ((3,), (1,), (2, 2), (1, 1, 1), (4, 1, 3), (3, 5, 2, 7), (16, 16, 5), (1,) * 9)

LOUD = ("rising", "falling", "low", "lowest", "one_loud", "rows_apart")


def _probe(attend_in_blocks, rng):
    for sizes, t, how in (
        ((3, 2, 4), 2, {"d_k": 3}),
        ((2, 2), 4, {"d_k": 5}),
        ((5,), 3, {"d_k": 3, "d_v": 4}),
        ((4, 1, 3), 1, {"d_k": 2}),
        *(((3, 3, 2), 3, {"kind": kind}) for kind in ("rising", "falling")),
        *(((2, 4), 3, {"kind": kind}) for kind in ("low", "lowest", "rows_apart", "one_loud")),
        ((2, 3), 2, {"kind": "zeros"}),
    ):
        seed = int(rng.integers(1000))
        yield as_result(_driven(attend_in_blocks, sizes, t, seed, **how)["output"])


def _driven(attend_in_blocks, sizes, t, seed, **how):
    return drive(one_pass_rehearsal.attend, attend_in_blocks, sizes=list(sizes), t=t, seed=seed, **how)


@exercise("attend_in_blocks", probe=_probe)
def attend_in_blocks(attend_in_blocks, *, rng):
    """(t, d_v): every query of Q over all rows of all blocks."""
    with aspect("shape", "one output of d_v numbers for each query"):
        for sizes, t in (((4, 2), 3), ((3,), 1)):
            _take(attend_in_blocks, rng, sizes, t, compare=False)
    with aspect("equals", "equals attention over all rows, however they are cut into blocks"):
        for sizes in SIZES:
            for t in (1, 3):
                _take(attend_in_blocks, rng, sizes, t)
        _take(attend_in_blocks, rng, (3, 4), 2, as_list=True)
        for kind in ("equal", "zeros", "zero_query", "negative"):
            _take(attend_in_blocks, rng, (4, 2, 3), 2, kind=kind)
        for d_k, d_v in ((1, 1), (3, 5), (9, 2)):
            _take(attend_in_blocks, rng, (3, 4, 1), 4, d_k=d_k, d_v=d_v)
    with aspect("numerics", "loud scores do no harm, whichever block and whichever query has them"):
        for kind in LOUD:
            for sizes in ((3, 3, 4), (1, 1, 2), (7,)):
                _take(attend_in_blocks, rng, sizes, 3, kind=kind)
    with aspect("dtype", "float32 stays float32"):
        for d_k in (3, 4):
            _take(attend_in_blocks, rng, (4, 3), 2, dtype="float32", d_k=d_k)
    with aspect("memory", "what is kept between two blocks is the same for 4 blocks and for 64"):
        _keeps_no_block(attend_in_blocks)
    with aspect("inputs", "Q and the blocks are left as they were"):
        for as_list in (False, True):
            _take(attend_in_blocks, rng, (3, 2), 2, compare=False, watch=True, as_list=as_list)


def _take(attend_in_blocks, rng, sizes, t, compare=True, watch=False, **how):
    seed = int(rng.integers(10_000))
    said = f"{t} quer{'ies' if t > 1 else 'y'}, blocks of {', '.join(map(str, sizes))} rows" + (
        f", {_SAID.get(how['kind'], how['kind'])}" if how.get("kind") else ""
    )
    told = call(
        _driven,
        attend_in_blocks,
        sizes,
        t,
        seed,
        shown=f"attend_in_blocks(Q, blocks) with {said}",
        advice=(
            "Print the shapes of the scores of one block, of its largest scores and of the mixture: which "
            "have a row for each query?"
        ),
        explain=_no_list,
        **how,
    )
    if told["again"]:
        fail(
            "`blocks` was gone through more than once. Blocks may come out of a generator, and that gives "
            "each of them once.\nWhat can be known of the largest score while later blocks are still to "
            "come, and what has to be put right when a larger one is met?",
            misconception="two_passes",
            diagnosable=False,
        )
    Q, K, V = one_pass_rehearsal.queries_and_tokens(
        sum(sizes), t, seed, **{key: value for key, value in how.items() if key != "as_list"}
    )
    got = array(
        as_result(told["output"]),
        shape=(t, V.shape[1]),
        dtype=V.dtype if "dtype" in how else None,
        what="the output",
        meaning="a mixture of values for each query",
    )
    if watch and told["changed"]:
        fail(
            f"your code changed {' and '.join(told['changed'])}. Whoever called it still needs those "
            "numbers: work on a new array instead of writing into this one.",
            misconception="changes_input",
            diagnosable=False,
        )
    if not compare:
        return
    if np.isnan(got).all() and not how.get("kind"):
        fail(
            f"the output is NaN for {said}.\nBefore the first block the largest score is −∞, or should be. "
            "Print the factor, the sum and the mixture after the first block: which of them is NaN, and "
            "what was multiplied by what?",
            misconception="nan_from_the_first_block",
            diagnosable=False,
        )
    if not np.isfinite(got).all():
        fail(
            f"the output has {got[~np.isfinite(got)][0]} in it for {said}.",
            question=(
                "Print running maximum and sum after each block. Which exponential is too large, "
                "or which sum became 0?"
            ),
        )
    close(got, np.array([reference.attend(q, K, V) for q in Q]), what="the output", inputs=said, of=V)


_SAID = {
    "equal": "all keys and values the same",
    "zeros": "keys of zeros",
    "zero_query": "queries of zeros",
    "negative": "scores below zero only",
    "rising": "scores that rise by 256 from row to row",
    "falling": "scores that fall by 256 from row to row",
    "low": "scores around −4,096",
    "lowest": "scores below −10¹²",
    "one_loud": "one score of 2,048 among small ones",
    "rows_apart": "one query's scores thousands above the others'",
}


def _no_list(error):
    if (
        isinstance(error, TypeError)
        and any(told in str(error) for told in ("has no len()", "not subscriptable", "not reversible"))
        and "Once" in str(error)
    ):
        return "blocks_are_no_list", (
            "`blocks` gives one (K, V) after the other and has neither a length nor places. What takes the "
            "items of any iterable one by one?"
        )
    return None, ""


COUNTS, SIZE, QUERIES, D_K, D_V = (4, 64), 32, 4, 12, 8
ALLOWED = 1_200
"""Bytes that 60 more blocks may need more, for what Python itself does."""


def _keeps_no_block(attend_in_blocks):
    told = call(
        drive,
        one_pass_rehearsal.peaks,
        attend_in_blocks,
        counts=list(COUNTS),
        size=SIZE,
        t=QUERIES,
        d_k=D_K,
        d_v=D_V,
        shown="attend_in_blocks(Q, blocks) for 4 and for 64 blocks",
    )
    few, many = told["peaks"]
    if many - few <= ALLOWED:
        return
    a_block = (many - few) / (COUNTS[1] - COUNTS[0])
    scores, rows = 8 * QUERIES * SIZE, 8 * SIZE * (D_K + D_V)
    kept = (
        "all keys and values are kept"
        if a_block > 0.9 * rows
        else "about as many numbers as there are scores are kept"
        if a_block > 0.45 * scores
        else "something of every block is kept"
    )
    fail(
        f"{COUNTS[1]} blocks need {many:,} bytes at once, {COUNTS[0]} need {few:,}: {a_block:,.0f} bytes "
        f"more for each block. The scores of a block take {scores:,}, its rows {rows:,}: {kept}.\n"
        "After a block three things are known: the largest score so far, the sum of exponentials, and the "
        "mixture. What else of the blocks before does your code still hold?",
        misconception="keeps_every_block",
        diagnosable=False,
    )


_MEAN = (
    "mean_of_blocks",
    "Your output is a mean of each block's own attention, whatever its scores.",
    "A block with one high score and a block with none: how much of the output should each be?",
)

MISCONCEPTIONS = [
    *known(
        one_pass,
        (
            "never_rescaled",
            {"factor": lambda old, new: 1.0},
            "Your sum and mixture so far stay as they are when a later block has a larger score.",
            "They were made with exp(score − old maximum). By which factor does exp(score − new maximum) "
            "differ from that?",
        ),
        (
            "sum_not_rescaled",
            {"sums": added_as_it_is},
            "Your mixture is put right when a larger score is met, and the sum is not.",
            "Which of the three running numbers are made of exponentials?",
        ),
        (
            "mixture_not_rescaled",
            {"mixes": mixed_as_it_is},
            "Your sum is put right when a larger score is met, and the mixture is not.",
            "Which of the three running numbers are made of exponentials?",
        ),
        (
            "new_block_rescaled",
            [
                {"reference": lambda old, new, scores: scores.max(axis=1, keepdims=True)},
                {"reference": lambda old, new, scores: 0.0},
                {"share": lambda exps, total: exps / exps.max(axis=1, keepdims=True)},
            ],
            "The new block's exponentials are not those of the new maximum, or are put right "
            "although they needn't be.",
            "exp(score − m): which m do the new block's exponentials have, and which "
            "those of the blocks before?",
        ),
        (
            "factor_upside_down",
            {"factor": lambda old, new: np.where(np.isfinite(old), np.exp(new - old), 0.0)},
            "Your factor is exp(new − old), and it should make numbers smaller, not larger.",
            "exp(score − old) times what gives exp(score − new)?",
        ),
        (
            "naive_exp",
            {"larger": lambda largest, scores: np.zeros_like(scores[:, :1]), "start": 0.0},
            "Your numbers are right for small scores and NaN for large ones: exp is taken of scores however "
            "large they are.",
            "Which number can be taken off all scores without changing their softmax?",
        ),
        (
            "first_blocks_maximum",
            {"larger": first_blocks_maximum},
            "Your numbers are right as long as no later block has much larger scores: the largest score of "
            "the first block is taken off all.",
            "What has to change when a block has a larger score than all before it?",
        ),
        (
            "blocks_own_maximum",
            [
                {"larger": lambda largest, scores: scores.max(axis=1, keepdims=True)},
                {"kept": lambda new, scores: scores.max(axis=1, keepdims=True)},
            ],
            "Your running maximum is the largest score of the last block, even where an earlier "
            "block had a larger one.",
            "What does exp(old − new) become when new is far below old?",
        ),
        (
            "maximum_starts_too_high",
            [{"start": start} for start in (0.0, -1000.0, -1e9)],
            "Your running maximum starts at a number that scores may be far below.",
            "What is the largest of no scores at all, and what becomes of the sum if all scores are −5,000?",
        ),
        (
            "one_maximum_for_all_queries",
            {"larger": lambda largest, scores: np.maximum(largest, scores.max())},
            "One maximum is taken off the scores of all queries.",
            "One query's scores are around 2,000 and another's around −2,000: what are the "
            "exponentials of the second?",
        ),
        (
            "no_scale",
            {"root": lambda Q, K, V: 1.0},
            "Your output is what attention gives without dividing the scores by √d_k.",
            "What happens to the size of q · k as d_k grows, and what in the formula undoes that?",
        ),
        (
            "scale_by_width",
            {"root": lambda Q, K, V: Q.shape[1]},
            "Your output is what attention gives when the scores are divided by d_k itself.",
            "How fast does the typical size of a sum of d_k random products grow with d_k?",
        ),
        (
            "scale_by_another_length",
            [
                {"root": root}
                for root in (
                    lambda Q, K, V: np.sqrt(len(Q)),
                    lambda Q, K, V: np.sqrt(len(K)),
                    lambda Q, K, V: len(K),
                    lambda Q, K, V: np.sqrt(V.shape[1]),
                )
            ],
            "Your scores are divided by the root of another length than d_k.",
            "Of Q's shape, K's and V's: which number is d_k, and which does len give?",
        ),
        (
            "sum_over_all_queries",
            {"sums": lambda total, by, exps: total * by + exps.sum()},
            "Your sum adds the exponentials of all queries up.",
            "Which queries' exponentials belong into the sum of query 0? What does sum() do without an axis?",
        ),
        (
            "first_querys_sum",
            [{"ends": lambda mixture, total, at=at: mixture / total[at]} for at in (0, -1)],
            "All mixtures are divided by the sum of one query.",
            "Each query has a sum of its own. What does total[0] take?",
        ),
        (
            "mean_for_maximum",
            {"larger": lambda largest, scores: np.maximum(largest, scores.mean(axis=1, keepdims=True))},
            "The mean of a block's scores is taken off, not the largest.",
            "What is exp of a score that lies a thousand above the mean?",
        ),
        (
            "not_normalised",
            {"ends": lambda mixture, total: mixture},
            "Your mixture was never divided by the sum of the exponentials.",
            "What do your weights add up to?",
        ),
        (
            "divided_at_each_block",
            [
                {"mixes": mixes, "ends": ends}
                for mixes in (
                    lambda mixture, by, exps, V: mixture * by + exps @ V / exps.sum(axis=1, keepdims=True),
                    lambda mixture, by, exps, V: mixture * by + exps @ V / len(V),
                )
                for ends in (lambda mixture, total: mixture, lambda mixture, total: mixture / total)
            ],
            "Each block's mixture is divided by something of its own before it is added.",
            "What should the weights of all blocks together add up to, and when is their sum known?",
        ),
        (
            "divided_by_the_sum_so_far",
            [
                {"share": lambda exps, total: exps / total, "ends": lambda mixture, total: mixture},
                {"share": lambda exps, total: exps / total},
                {"settle": lambda mixture, total: mixture / total, "ends": lambda mixture, total: mixture},
                {"settle": lambda mixture, total: mixture / total},
            ],
            "In every block something is divided by the sum so far, which is not yet the sum of all.",
            "How often should one value's weight be divided by the sum, and when is that sum known?",
        ),
        (
            "divided_twice",
            {"ends": lambda mixture, total: mixture / total**2},
            "Your mixture is divided by the sum of the exponentials twice.",
            "What do your weights add up to?",
        ),
        (
            "causal_mask",
            {"masked": lambda scores: np.where(np.tri(*scores.shape, dtype=bool), scores, -np.inf)},
            "Your query i uses rows 0 to i of each block only, as if there were a mask.",
            "These queries come after all rows of the blocks. Which rows may they use?",
        ),
        (
            "last_block_only",
            {"shown": lambda blocks: blocks[-1:]},
            "Your output is that of the last block alone.",
            "What becomes of the sums so far when the next block comes?",
        ),
        (
            "first_block_only",
            {"shown": lambda blocks: blocks[:1]},
            "Your output is that of the first block alone.",
            "How far is your `return` indented, and how often has the loop above it run by then?",
        ),
        (
            "first_block_left_out",
            {"shown": lambda blocks: blocks[1:] or blocks},
            "Your output leaves the first block out.",
            "At which block does your loop begin?",
        ),
        (
            "last_block_left_out",
            {"shown": lambda blocks: blocks[:-1] or blocks},
            "Your output leaves the last block out.",
            "At which block does your loop end?",
        ),
    ),
    *(
        Misconception(_MEAN[0], (answer,), *_MEAN[1:])
        for answer in (mean_of_blocks, mean_by_rows, running_mean)
    ),
    Misconception(
        "sums_of_own_maxima",
        (mean_by_sums,),
        "Blocks are weighed by sums of exponentials, each with its own largest score taken off.",
        "exp(s − a) and exp(t − b): by which factor do they have to be corrected "
        "before they can be compared?",
    ),
    Misconception(
        "softmax_block_by_block",
        (sum_of_blocks,),
        "Your output is the sum of each block's own attention: the weights of every block add up to 1.",
        "What should all weights of one query add up to, over all blocks together?",
    ),
    *known_alone(
        joined,
        (
            "softmax_over_queries",
            {"weights": lambda scores: softmax_of(scores, axis=0)},
            "Your weights add up to 1 over the queries, not over the keys.",
            "Which axis of the scores has a place for each key?",
        ),
        (
            "causal_mask",
            {"weights": causal},
            "Your query i uses rows 0 to i only, as if there were a mask.",
            "These queries come after all rows of the blocks. Which rows may they use?",
        ),
        *instead_of_softmax(
            "Your output is what attention gives when",
            "weights",
            # what no block tried here tells from right: tiny weights, a score of exactly -1
            without=("maximum_from_zero", "small_weights_dropped", "minus_one_hidden"),
        ),
    ),
]
