"""grouped_query_decode_step: head h attends to group h·n_kv_heads // n_heads; no copy of K or V per head;
(n_heads, d).

Over 400 lines: its misconceptions, each with its parts, sentence and question.
"""

import itertools
from functools import partial

import numpy as np

from autograder.cost.countable import countable, enough_counted
from autograder.cost.long_texts import expect_in_proportion, longer_and_longer
from autograder.cost.series import multiplications
from autograder.cost.witness import Witness
from autograder.kit import awkward
from autograder.kit.driving import drive
from autograder.kit.exercise import array, aspect, call, close, exercise, fail, note
from autograder.kit.misconception import Misconception, known
from autograder.kit.properties import large_sizes, leaves_things_alone
from decodelab import reference
from decodelab.meter.drivers import count_calls

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
    ] + [
        grouped_query_decode_step(*(60 * a for a in _heads(rng, 4, 2, 3, 5))),
        grouped_query_decode_step(
            *(np.round(a) for a in _heads(rng, 4, 2, 6, 2))
        ),  # scores of 0 among others
    ]


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
    with large_sizes(), aspect("equals", "hundreds of heads, hundreds of tokens"):
        for sizes in ((300, 150, 2, 2), (4, 2, int(rng.integers(260, 300)), 3)):
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
    with aspect("awkward", "the same for zeros, ties, equal tokens, scores of 0 and of -1e300"):
        for dtype in (np.float64, np.float32):
            for said, heads in _awkward_heads(rng, dtype):
                _take_grouped(grouped_query_decode_step, heads, said)
    with aspect("inputs", "Q, K and V are left as they were, earlier results too"):
        leaves_things_alone(grouped_query_decode_step, lambda: _heads(rng, 4, 2, 5, 3), "QKV")
    with aspect("cost", "no copy of K or V is made for every head"):
        _grouped_witnessed(grouped_query_decode_step, _no_copy_per_head(grouped_query_decode_step), rng)


def _awkward_heads(rng, dtype):
    """Yield (words, [Q, K, V]): six heads, two groups of which the second has the same tokens in another
    order."""
    for said, heads in awkward.arrays(rng, (6, 3), (2, 5, 3), (2, 5, 3), dtype=dtype):
        yield f"in Q, K and V {said}", heads
    for said, (Q, K, V) in awkward.attentions(rng, 6, awkward.D_K, dtype):
        yield said, [Q, np.stack([K, K[::-1]]), np.stack([V, V[::-1]])]


def _take_grouped(step, heads, said="", compare=True):
    Q, K, V = heads
    given = f"Q {Q.dtype} {Q.shape}, K and V {K.shape}"
    expected = _grouped(Q, K, V)
    got = call(step, Q, K, V, shown=f"grouped_query_decode_step(Q, K, V) ({given})", explain=_no_such_group)
    if np.shape(got) == (len(K), len(Q) // len(K), Q.shape[1]):
        fail(
            f"the output has shape {np.shape(got)}: its heads are still apart in {len(K)} groups; expected "
            f"{Q.shape}, a row for each head.\nWhat undoes the cutting up of Q into groups?",
            misconception="heads_left_in_groups",
            diagnosable=False,
        )
    if np.shape(got) == (Q.size,) and len(Q) > 1:
        fail(
            f"the output has shape {np.shape(got)}: the heads' numbers stand one behind the other in a "
            f"single row; expected {Q.shape}, a row for each head.\n"
            "What makes of vectors an array in which each is a row?",
            misconception="heads_in_one_row",
            diagnosable=False,
        )
    got = array(
        got, shape=Q.shape, dtype=Q.dtype, what="the output", meaning=f"a row for each of the {len(Q)} heads"
    )
    if not compare:
        return
    if not np.isfinite(got).all():
        fail(
            f"the output has {got[~np.isfinite(got)][0]} in it for {said or 'finite inputs'}. Which step "
            "overflows, or divides by zero? Print each one's largest and smallest number."
        )
    group = len(Q) // len(K)
    heads_of = f"{len(Q)} heads, {len(K)} groups: heads 0 … {group - 1} belong to group 0"
    close(got, expected, what="output", inputs=said or heads_of)


def _no_such_group(error):
    if isinstance(error, IndexError) and "out of bounds for axis 0" in str(error):
        return "no_such_group", (
            "Groups are numbered 0 … n_kv_heads − 1. Which one does your rule give to the last of 6 heads, "
            "if there are 2 groups?"
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
            f"every cached token is copied: {copied:.0f} bytes a token, where its keys and values take "
            f"{once} and {n_heads} copies, one a head, would be {once * n_heads // n_kv_heads}.\n"
            f"  {place['statement']}\nThe point of grouped queries is that few keys and values are read. "
            "Which shape of Q lets the heads of a group meet the same K without repeating it?",
            misconception="copy_per_head",
            diagnosable=False,
        )
    if copied > 0:
        note(
            f"note: K and V are copied once a step ({copied:.0f} bytes a token). It passes, and "
            "it can be done without."
        )
    pairs, needed = float(series.slope(lambda cost: cost.multiply_adds)), 2 * n_heads * d
    enough_counted(float(series.slope(multiplications)), needed)
    if pairs > 1.5 * needed:
        place = series.places[series.heaviest(lambda cost: cost.multiply_adds)]
        fail(
            f"every cached token costs {pairs:.0f} multiply-adds; {n_heads} heads with keys and values of "
            f"width {d} need {needed}.\n  {place['statement']}\n"
            "Does each head meet the keys of its own group only?",
            misconception="every_group",
            diagnosable=False,
        )
    return series


LENGTHS, STEPS = (1_000, 4_000, 15_000, 60_000), 4
"""Near how many keys of a group steps are looked at from outside, as far as time allows, and how many
steps."""


def _grouped_witnessed(step, counted, rng):
    """Steps over many keys, each with queries that are made when the last output is there: right, and in no
    more memory and time than the Series `counted` explains; a copy for every head would take 250 MB."""
    witness = Witness(step)
    if witness and witness.is_new(step):
        take = partial(_steps_over, step, witness, rng=rng)
        taken = longer_and_longer(witness, take, LENGTHS, 1, rng)
        n = taken[-1][0]
        witness.agrees(f"{STEPS} steps over {n:,} keys a group", STEPS, counted.foretold(n))
        expect_in_proportion(taken, take, f"{STEPS} steps")


def _steps_over(step, witness, n, rng):
    """Steps over n keys a group; what they took, in processor seconds."""
    Q, K, V = _heads(rng, 16, 2, n, 16)
    shown = f"grouped_query_decode_step(Q, K, V) with {n:,} keys a group"
    call(step, Q, K, V, shown=shown)  # from now on both are over there
    witness.look()
    before, taken = witness.seconds(), 0.0
    for _ in range(STEPS):
        Q[:] = rng.normal(size=Q.shape)
        got = array(call(step, Q, K, V, shown=shown), shape=Q.shape)
        taken = witness.seconds() - before
        scores = Q.reshape(2, 8, 16) @ K.swapaxes(1, 2) / 4
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        close(
            got,
            (weights @ V / weights.sum(axis=-1, keepdims=True)).reshape(Q.shape),
            what="the output",
            inputs=f"{n:,} keys a group",
        )
    return taken


def _grouped_query_decode_step_in_parts(
    Q,
    K,
    V,
    *,
    group=lambda h, heads, groups: h * groups // heads,
    scale=lambda Q: np.sqrt(Q.shape[1]),
    keys=lambda K, V: K,
    values=lambda K, V: V,
    normalise=lambda s: _softmax(s),
    seen=slice(None),
):
    out = np.zeros_like(Q)
    for h, q in enumerate(Q):
        g = group(h, len(Q), len(K))
        weights = normalise(keys(K, V)[g][seen] @ q / scale(Q))
        out[h] = weights @ values(K, V)[g][seen]
    return out


HALF_FOR_ROOT = (
    "What does Python make of 9 ** 1/2, and of 36 / 9 ** 1/2? Which of the signs does it work out first?"
)


def _softmax(scores):
    exps = np.exp(scores - scores.max())
    return exps / exps.sum()


def _naive_softmax(scores):
    exps = np.exp(scores)
    return exps / exps.sum()


MISCONCEPTIONS = known(
    _grouped_query_decode_step_in_parts,
    (
        "groups_interleaved",
        {"group": lambda h, heads, groups: h % groups},
        "Your head h uses group h % n_kv_heads.",
        "With 6 heads and 2 groups, which heads are neighbours in group 0?",
    ),
    (
        "heads_over_groups",
        {"group": lambda h, heads, groups: min(h // groups, groups - 1)},
        "Your head h uses group h // n_kv_heads.",
        "With 6 heads and 2 groups, how many heads are neighbours in group 0?",
    ),
    (
        "first_group_for_all",
        {"group": lambda h, heads, groups: 0},
        "All your heads use group 0.",
        "Which group does the last head belong to?",
    ),
    (
        "groups_reversed",
        {"group": lambda h, heads, groups: groups - 1 - h * groups // heads},
        "Your groups go from the last to the first.",
        "Which group does head 0 belong to?",
    ),
    (
        "scale_forgotten",
        {"scale": lambda Q: 1.0},
        "Your scores are not divided by √d.",
        "What keeps scores at the same size when vectors get longer?",
    ),
    (
        "scale_by_d",
        {"scale": lambda Q: Q.shape[1]},
        "Your scores are divided by d, not by its root.",
        "How fast do dot products of random vectors grow with their length?",
    ),
    (
        "half_for_root",
        {"scale": lambda Q: 2 * Q.shape[1]},
        "Your scores are divided by twice d.",
        HALF_FOR_ROOT,
    ),
    (
        "half_for_root",
        {"scale": lambda Q: Q.shape[1] / 2},
        "Your scores are divided by half of d.",
        HALF_FOR_ROOT,
    ),
    (
        "scale_by_model_width",
        {"scale": lambda Q: np.sqrt(Q.size)},
        "Your scores are divided by the root of n_heads · d.",
        "Over how many numbers does one head's dot product run?",
    ),
    (
        "scale_by_heads",
        {"scale": lambda Q: np.sqrt(len(Q))},
        "Your scores are divided by the root of the number of heads.",
        "Which axis of Q does the dot product run over?",
    ),
    (
        "scale_upside_down",
        {"scale": lambda Q: 1 / np.sqrt(Q.shape[1])},
        "Your scores are multiplied by √d.",
        "Do scores get larger or smaller with the width, before they are scaled?",
    ),
    (
        "values_as_keys",
        {"keys": lambda K, V: V},
        "Your scores compare queries with values.",
        "Which array says how a token can be found?",
    ),
    (
        "keys_as_values",
        {"values": lambda K, V: K},
        "Your output is a mix of keys.",
        "Which array holds what a token hands over?",
    ),
    (
        "mean_for_sum",
        {"normalise": lambda s: _softmax(s) * len(s)},
        "Your weights add up to the number of tokens.",
        "Is it the mean of the exponentials that they are divided by, or the sum?",
    ),
    (
        "next_group",
        [
            {"group": lambda h, heads, groups: min((h + 1) * groups // heads, groups - 1)},
            {"group": lambda h, heads, groups: (h * groups // heads + 1) % groups},
        ],
        "Some or all of your heads use the group after their own.",
        "By hand: 4 heads and 2 groups. Which group has head 1?",
    ),
    (
        "all_tokens_alike",
        {"normalise": lambda s: np.ones_like(s) / len(s)},
        "Your output is the plain mean of the values: every token gets the same weight.",
        "Where do the scores come into your weights?",
    ),
    (
        "only_the_best_token",
        {"normalise": lambda s: (s == s.max()) / (s == s.max()).sum()},
        "Your output is the value of the token with the largest score alone.",
        "Which share has the second largest score in a softmax?",
    ),
    (
        "softmax_forgotten",
        {"normalise": lambda s: s},
        "Your weights are the scores themselves.",
        "What makes scores positive shares that add up to 1?",
    ),
    (
        "weights_not_normalised",
        {"normalise": lambda s: np.exp(s - s.max())},
        "Your weights don't add up to 1.",
        "What is the sum of the exponentials for?",
    ),
    (
        "softmax_overflows",
        {"normalise": _naive_softmax},
        "Your softmax takes exponentials of the scores as they are.",
        "What is e^1000 in floating point?",
    ),
    *(
        (
            "zero_taken_for_masked",
            {"normalise": normalise},
            "A score of exactly 0 gets no weight in your softmax.",
            "A query and a key at right angles score 0. Is that token not there?",
        )
        for normalise in (
            lambda s: _softmax(np.where(s == 0, -np.inf, s)),
            lambda s: (
                np.where(s == 0, 0, np.exp(s - s.max())) / np.where(s == 0, 0, np.exp(s - s.max())).sum()
            ),
        )
    ),
    *(
        (
            "scores_clipped",
            {"normalise": lambda s, most=most: _softmax(np.clip(s, -most, most))},
            f"Your scores are cut off at {most}.",
            "Two scores of 900 and 1000: which weights have they, and which after the cut?",
        )
        for most in (10, 20, 30, 50, 80, 88, 100, 500, 700)
    ),
    (
        "newest_token_left_out",
        {"seen": slice(None, -1)},
        "Your heads don't see the newest token.",
        "K and V hold n tokens. Is there one that a decode step may not use?",
    ),
    (
        "oldest_token_left_out",
        {"seen": slice(1, None)},
        "Your heads don't see token 0.",
        "Where does your slice of the tokens begin?",
    ),
)


def _one_softmax_for_all(Q, K, V):
    groups = np.arange(len(Q)) * len(K) // len(Q)
    scores = np.einsum("hd,hnd->hn", Q, K[groups]) / np.sqrt(Q.shape[1])
    return np.einsum("hn,hnd->hd", _softmax(scores), V[groups])


def _softmax_over_heads(Q, K, V):
    groups = np.arange(len(Q)) * len(K) // len(Q)
    scores = np.einsum("hd,hnd->hn", Q, K[groups]) / np.sqrt(Q.shape[1])
    exps = np.exp(scores - scores.max(axis=0))
    return np.einsum("hn,hnd->hd", exps / exps.sum(axis=0), V[groups])


def _as_cut(scores_of=lambda q, K: q @ K.swapaxes(1, 2), give=lambda out: out, query=lambda q: q):
    """A step on queries cut into groups, in exchangeable parts."""

    def answer(Q, K, V):
        d = Q.shape[1]
        scores = scores_of(query(Q.reshape(len(K), -1, d)), K) / np.sqrt(d)
        exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
        return give(exps / exps.sum(axis=-1, keepdims=True) @ V).reshape(Q.shape)

    return answer


def _softmax_along(*axis, peak=None):
    """Softmax along axes of scores laid out as (groups, heads of a group, tokens); peak: along which the
    largest is taken off, or those."""

    def answer(Q, K, V):
        scores = Q.reshape(len(K), -1, Q.shape[1]) @ K.swapaxes(1, 2) / np.sqrt(Q.shape[1])
        exps = np.exp(scores - scores.max(axis=axis if peak is None else peak, keepdims=True))
        return (exps / exps.sum(axis=axis, keepdims=True) @ V).reshape(Q.shape)

    return answer


def _two_groups(of_keys, of_values):
    def answer(Q, K, V):
        heads, groups = len(Q), len(K)
        rows = [
            _grouped_query_decode_step_in_parts(
                Q[h : h + 1], K[of_keys(h, heads, groups)][None], V[of_values(h, heads, groups)][None]
            )[0]
            for h in range(heads)
        ]
        return np.array(rows)

    return answer


def _masked(by_head):
    """A causal mask over the heads, counted in all or in their group."""

    def answer(Q, K, V):
        size = len(Q) // len(K)
        rows = []
        for h in range(len(Q)):
            group, seen = slice(h // size, h // size + 1), slice(by_head(h, size) + 1)
            rows.append(_grouped_query_decode_step_in_parts(Q[h : h + 1], K[group, seen], V[group, seen])[0])
        return np.array(rows)

    return answer


def _mean_of_the_group(Q, K, V):
    of_group = Q.reshape(len(K), -1, Q.shape[1]).mean(axis=1)
    return np.repeat(_grouped_query_decode_step_in_parts(of_group, K, V), len(Q) // len(K), axis=0)


def _dealt_out(Q, K, V):
    """Heads cut the wrong way, (-1, n_kv_heads, d), each group worked out, and laid out group by group."""
    by_group = Q.reshape(-1, len(K), Q.shape[1]).swapaxes(0, 1).reshape(Q.shape)
    return _grouped_query_decode_step_in_parts(by_group, K, V)


def _scaled_by_length(Q, K, V):
    by_length = np.sqrt(Q.shape[1] / K.shape[1]).astype(Q.dtype)
    return _grouped_query_decode_step_in_parts(Q * by_length, K, V)


def _one_maximum(axes):
    """A softmax that takes off one maximum for several heads."""

    def answer(Q, K, V):
        scores = Q.reshape(len(K), -1, Q.shape[1]) @ K.swapaxes(1, 2) / np.sqrt(Q.shape[1])
        exps = np.exp(scores - scores.max(axis=axes, keepdims=True))
        return (exps / exps.sum(axis=-1, keepdims=True) @ V).reshape(Q.shape)

    return answer


MISCONCEPTIONS += [
    Misconception(
        "scale_by_length",
        (_scaled_by_length,),
        "Your scores are divided by the root of the number of tokens.",
        "Which axis of K does the dot product run over?",
    ),
    *(
        Misconception(
            "one_maximum_for_all",
            (_one_maximum(axes),),
            "You take one maximum off the scores of several heads.",
            "What becomes of a head whose scores all lie a thousand below another head's?",
        )
        for axes in ((0, 1, 2), (1, 2), (0, 1))
    ),
    Misconception(
        "softmax_over_everything",
        (_one_softmax_for_all,),
        "Your weights of all heads together add up to 1.",
        "Over which axis does one head's softmax run?",
    ),
    *(
        Misconception(
            "softmax_over_heads",
            (answer,),
            "Your softmax runs over the heads.",
            "Which numbers should add up to 1: those of one token, or of one head?",
        )
        for answer in (_softmax_over_heads, _softmax_along(1), _softmax_along(1, peak=2))
    ),
    Misconception(
        "reshaped_for_transposed",
        (_as_cut(scores_of=lambda q, K: q @ K.reshape(len(K), K.shape[2], -1)),),
        "Your keys were reshaped where rows and columns should change places.",
        "What are the two rows of np.arange(6).reshape(3, 2).reshape(2, 3), and what those of .T?",
    ),
    Misconception(
        "outputs_out_of_order",
        (_as_cut(give=lambda out: out.swapaxes(0, 1)),),
        "Your outputs come in another order than their queries.",
        "Which heads are neighbours in Q, and which in your result?",
    ),
    Misconception(
        "first_query_for_all",
        (_as_cut(query=lambda q: np.broadcast_to(q[:, :1], q.shape)),),
        "All heads of a group give what the first of them gives.",
        "How many queries has a group?",
    ),
    *(
        Misconception(
            "softmax_over_groups",
            (_softmax_along(0, peak=peak),),
            "Your softmax runs over the groups.",
            "Which numbers should add up to 1: those of one token, or of one head?",
        )
        for peak in (0, 2)
    ),
    *(
        Misconception(
            "softmax_of_a_group",
            (_softmax_along(1, 2, peak=peak),),
            "Your weights of all heads of a group together add up to 1.",
            "Over which axis does one head's softmax run?",
        )
        for peak in ((1, 2), 2)
    ),
    Misconception(
        "softmax_over_everything",
        (_softmax_along(0, 1, 2, peak=2),),
        "Your weights of all heads together add up to 1.",
        "Over which axis does one head's softmax run?",
    ),
    *(
        Misconception(
            "keys_and_values_of_two_groups",
            (_two_groups(of_keys, of_values),),
            "Your heads take their keys from one group and their values from another.",
            "Head h has one group. Which of your two indices is not it?",
        )
        for of_keys, of_values in itertools.permutations(
            (
                lambda h, heads, groups: h * groups // heads,
                lambda h, heads, groups: h % groups,
                lambda h, heads, groups: 0,
                lambda h, heads, groups: groups - 1 - h * groups // heads,
            ),
            2,
        )
    ),
    *(
        Misconception(
            "masked_anyway",
            (_masked(by_head),),
            "Your first head sees one token, the next one two, and so on: there is a mask.",
            "Which of the n tokens in K comes after the one that asks?",
        )
        for by_head in (lambda h, size: h, lambda h, size: h % size)
    ),
    Misconception(
        "heads_dealt_out",
        (_dealt_out,),
        "Your queries were cut into groups in the wrong order, and the outputs were not put back.",
        "Which heads does Q.reshape(-1, n_kv_heads, d) put into the first row, with 6 heads and 2 groups?",
    ),
    Misconception(
        "queries_averaged",
        (_mean_of_the_group,),
        "All heads of a group give the same output: that of their average query.",
        "Heads of a group share keys and values. Do they also share what they look for?",
    ),
]
