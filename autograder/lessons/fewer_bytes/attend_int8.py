"""attend_int8: one query over keys and values in int8, scaled after the products and never made floats all at
once.

Over 400 lines: what can go wrong with scales and what can with blocks meet in one function.
"""

import numpy as np

from autograder.cost.countable import countable, enough_counted
from autograder.cost.series import multiplications
from autograder.kit.driven import as_result
from autograder.kit.driving import drive
from autograder.kit.exercise import array, aspect, call, close, exercise, fail, suspecting
from autograder.kit.misconception import known, known_alone
from autograder.kit.not_softmax import instead_of_softmax, shares, softmax_of
from autograder.kit.properties import leaves_things_alone
from autograder.lessons.fewer_bytes.parts import attention_in_int8, weighed_shares
from decodelab import reference, rounding_rehearsal

FEW, MANY = (1, 2, 3, 7), (64, 100, 300, 257, 1100)
"""Rows: with a last block that is not full, whatever the size of blocks."""

BORDERS = (
    "With fewer rows it was right. What joins two blocks, what becomes of a last block that is not full, "
    "and over which rows does the softmax go?"
)

MOST = 0.25
"""Of n·d floats that may be there at once, beside a few arrays of n."""

N, D = 4096, 64
"""Where bytes and multiplications are counted."""


def _probe(attend_int8, rng):
    for n, d_k, d_v, loudness in ((5, 3, 2, 1), (7, 4, 4, 3), (1, 2, 3, 1), (6, 8, 5, 1), (40, 4, 3, 2)):
        seed = int(rng.integers(1000))
        yield attend_int8(*rounding_rehearsal.int8_inputs(n, d_k, d_v, seed, loudness))
    for sign in (1, -1):
        yield attend_int8(*_loud(rng, 6, sign))
    yield attend_int8(*next(_awkward(rng))[1])


@exercise("attend_int8", probe=_probe)
def attend_int8(attend_int8, *, rng):
    """(d_v,): attention of q over keys K8 * k_scales and values V8 * v_scales."""
    with aspect("shape", "one output of d_v numbers"):
        for n in (5, 1):
            _take(attend_int8, _random(rng, n, 3, 4), "random rows", compare=False)
    with aspect("equals", "equals attention over numbers times scales, any number of rows"):
        for n in FEW:
            _take(attend_int8, _random(rng, n, 3, 4), f"{n} row{'s' * (n > 1)}")
        for said, inputs in _awkward(rng):
            _take(attend_int8, inputs, said)
        with suspecting("right_in_one_block", BORDERS):
            for n in MANY:
                _take(attend_int8, _random(rng, n, 3, 4, loudness=3), f"{n} rows")
    with aspect("numerics", "scores in the hundreds and thousands give finite outputs"):
        for n in (6, 300):
            for sign in (1, -1):
                _take(attend_int8, _loud(rng, n, sign), "scores in the thousands")
    with aspect("dtype", "float32 stays float32"):
        for n, d_k in ((9, 3), (300, 4)):
            _take(attend_int8, _random(rng, n, d_k, 2), f"{n} rows", dtype=np.float32)
    with aspect("multiplications", "the scales multiply n scores and n weights, not n·d numbers"):
        counts = _counted(attend_int8, rng, N)
        _few_multiplications(counts, lambda: _counted(attend_int8, rng, N // 2))
    with aspect("memory", "no more than a quarter of the rows are floats at a time, inside NumPy too"):
        _few_floats(counts)
    with aspect("inputs", "numbers and scales are left as they were, earlier results too"):
        leaves_things_alone(
            attend_int8, lambda: _random(rng, 5, 3, 4), ["q", "K8", "k_scales", "V8", "v_scales"]
        )


def _random(rng, n, d_k, d_v, loudness=1):
    return rounding_rehearsal.int8_inputs(n, d_k, d_v, int(rng.integers(10_000)), loudness)


def _awkward(rng):
    n = 5
    q, K8, k_scales, V8, v_scales = _random(rng, n, 4, 3)
    yield "a query of zeros", [np.zeros_like(q), K8, k_scales, V8, v_scales]
    yield "keys of zeros, their scales 0", [q, np.zeros_like(K8), np.zeros_like(k_scales), V8, v_scales]
    some = K8.copy()
    some[::2] = 0
    yield "a key of zeros every other row, with any scale", [q, some, k_scales, V8, v_scales]
    yield "values of zeros, their scales 0", [q, K8, k_scales, np.zeros_like(V8), np.zeros_like(v_scales)]
    yield "all rows the same", [q, *(np.repeat(a[:1], n, axis=0) for a in (K8, k_scales, V8, v_scales))]
    full = np.full_like(K8, 127)
    yield "keys and values of 127", [np.ones_like(q), full, k_scales, np.full_like(V8, 127), v_scales]
    yield "as many rows as columns", _random(rng, 4, 4, 4)
    yield "one column", _random(rng, 6, 1, 1)
    yield "a value a thousand times as large as the others", [q, K8, k_scales, V8, v_scales * _one_large(n)]


def _one_large(n):
    large = np.ones((n, 1), np.float32)
    large[n // 2] = 1000
    return large


def _loud(rng, n, sign):
    """Scores up to 3,000 or down to −3,000, exact: whole numbers times powers of two, and d_k is 4."""
    _, K8, _, V8, v_scales = _random(rng, n, 4, 3)
    q = np.array([64, 0, 0, 0], dtype=np.float32)
    K8[:, 0] = sign * rng.permutation(np.arange(n) % 90 + 5)
    return [q, K8, np.ones((n, 1), np.float32), V8, v_scales]


def _take(attend_int8, inputs, said, compare=True, dtype=None):
    q, K8, k_scales, V8, v_scales = inputs
    got = call(attend_int8, *(a.copy() for a in inputs))
    if np.ndim(got) == 2 and len(got) == len(K8) > 1 and isinstance(got, np.ndarray):
        fail(
            f"the output has shape {got.shape}, a row for each of the {len(K8)} keys; expected "
            f"{V8.shape[1:]}.\nScales are columns, (n, 1), and scores have shape (n,). What does NumPy make "
            "of (n,) * (n, 1)?",
            misconception="scales_as_a_column",
            diagnosable=False,
        )
    got = array(
        got, shape=V8.shape[1:], dtype=dtype, what="the output", meaning="a mixture of values, d_v numbers"
    )
    if not compare:
        return
    if not np.isfinite(got).all():
        fail(
            f"the output has {got[~np.isfinite(got)][0]} in it for {said}.",
            question=(
                "Which step overflows, or divides by zero? Print the largest score before the exponential."
            ),
        )
    K, V = K8.astype(float) * k_scales, V8.astype(float) * v_scales
    close(got, reference.attend(q, K, V), what="the output", inputs=said, dtype=np.float32, of=V)


def _counted(attend_int8, rng, n):
    """The series of one call with n rows, whose result was right."""
    seed = int(rng.integers(1000))
    told = call(
        drive,
        rounding_rehearsal.count_int8,
        attend_int8,
        n=n,
        d_k=D,
        d_v=D,
        seed=seed,
        shown="counting your code",
    )
    series = countable(told["calls"])
    if series.last < n:
        fail(
            f"with {n:,} rows of {D} counting was stopped: far more work than two products can need.",
            misconception="too-slow",
            diagnosable=False,
            needs_human=True,
        )
    q, K8, k_scales, V8, v_scales = rounding_rehearsal.int8_inputs(n, D, D, seed)
    got = array(as_result(told["output"]), shape=(D,), what="the output")
    V = V8.astype(float) * v_scales
    wanted = reference.attend(q, K8.astype(float) * k_scales, V)
    close(got, wanted, what="the output", inputs=f"{n:,} rows", dtype=np.float32, of=V)
    return series


def _few_multiplications(series, of_half_as_many):
    cost, products = series.totals[N], 2 * N * D
    enough_counted(multiplications(cost), products)
    if multiplications(cost) <= products + N * D / 4:
        return
    place = series.places[series.heaviest(lambda c: c.multiplications)]
    half = of_half_as_many().totals[N // 2].multiplications
    if cost.multiplications > 3 * half:
        fail(
            f"with {N:,} rows {cost.multiplications:,} multiplications were none of a product, with "
            f"{N // 2:,} rows {half:,}: that grows faster than the rows.\n  {place['statement']}\n"
            "What is multiplied in each round of a loop that could be multiplied once, before it?",
            misconception="multiplied_in_each_round",
            diagnosable=False,
        )
    fail(
        f"with {N:,} rows of {D} numbers, {multiplications(cost):,} multiplications were counted; the two "
        f"products need {products:,}, and {cost.multiplications:,} were none of a product.\n"
        f"  {place['statement']}\nA scale is the same for all numbers of a row. By what can the score of a "
        "row be multiplied, so that its numbers need not be? And the weight of a row?",
        misconception="scales_every_number",
        diagnosable=False,
    )


def _few_floats(series):
    most, whole = series.data["peak_bytes"][0], 4 * N * D
    if most <= MOST * whole + 32 * N:
        return
    largest = series.data["largest_array"][0]
    hidden = largest >= whole and not any(c.bytes_copied >= whole for c in series.costs[N].values())
    fail(
        f"with {N:,} rows of {D} numbers, arrays of {most:,} bytes were there at once, the largest of "
        f"{largest:,}; all keys in float32 are {whole:,}.\n"
        + (
            "Where int8 numbers meet floats in one operation, NumPy makes floats of all of them; `@` does "
            "it inside, where nobody sees it.\n"
            if hidden
            else ""
        )
        + "How many rows does one product have to look at, and what becomes of the copy before the next one?",
        misconception="floats_of_all_rows",
        diagnosable=False,
    )


MISCONCEPTIONS = known(
    attention_in_int8,
    (
        "keys_not_scaled",
        {"scaled": lambda scores, k, v: scores},
        "Your scores are those of the whole numbers: the keys' scales are missing.",
        "A row of K8 times its scale is the key. Where does that scale go if the row is "
        "multiplied by q first?",
    ),
    (
        "values_not_scaled",
        {"weighed": lambda weights, k, v: weights},
        "Your mixture is one of whole numbers: the values' scales are missing.",
        "A row of V8 times its scale is the value. By what else can the row's weight be "
        "multiplied to the same effect?",
    ),
    (
        "scales_exchanged",
        {"scaled": lambda scores, k, v: scores * v, "weighed": lambda weights, k, v: weights * k},
        "Your keys have the values' scales, and your values the keys'.",
        "Which scales belong to which numbers? Look at the order of the arguments.",
    ),
    (
        "keys_scales_for_values",
        {"weighed": lambda weights, k, v: weights * k},
        "Your values have the keys' scales.",
        "Which scales belong to V8?",
    ),
    (
        "values_scales_for_keys",
        {"scaled": lambda scores, k, v: scores * v},
        "Your keys have the values' scales.",
        "Which scales belong to K8?",
    ),
    (
        "scaled_behind_the_softmax",
        {"scaled": lambda scores, k, v: scores, "weighed": lambda weights, k, v: weights * k * v},
        "Your weights come from scores that are not scaled; the keys' scales come behind the softmax.",
        "softmax(scale * s) and scale * softmax(s): are they the same?",
    ),
    (
        "divided_by_scales",
        [
            {"scaled": lambda scores, k, v: scores / k},
            {"weighed": lambda weights, k, v: weights / v},
            {"scaled": lambda scores, k, v: scores / k, "weighed": lambda weights, k, v: weights / v},
        ],
        "Your numbers are divided by their scales, not multiplied.",
        "quantize divided a row by its scale. What brings it back?",
    ),
    (
        "divided_by_scaled_weights",
        {"weighed": weighed_shares},
        "Your mixture is divided by the sum of weights that have the values' scales in them.",
        "Which weights add up to 1: those of the softmax, or those with scales of values in them?",
    ),
    (
        "one_scale_behind_the_sum",
        [
            {"weighed": lambda w, k, v: w, "mix": lambda w, V8, v, how=how: (w @ V8) * how(v)}
            for how in (np.mean, np.max, np.sum, np.prod, lambda v: v[0], lambda v: v[-1])
        ],
        "Your mixture is scaled once, behind the sum over rows.",
        "Each row has a scale of its own. Can it still be taken into account once the rows are added up?",
    ),
    (
        "no_scale",
        {"root": lambda q, K8: 1.0},
        "Your output is what attention gives without dividing the scores by √d_k.",
        "What happens to the size of q · k as d_k grows, and what in the formula undoes that?",
    ),
    (
        "scale_by_width",
        {"root": lambda q, K8: len(q)},
        "Your output is what attention gives when the scores are divided by d_k itself.",
        "How fast does the typical size of a sum of d_k random products grow with d_k?",
    ),
    (
        "scale_by_rows",
        [
            {"root": lambda q, K8: np.float32(np.sqrt(len(K8)))},
            {"root": lambda q, K8: len(K8)},
        ],
        "Your scores are divided by a number that depends on how many keys there are.",
        "Under the root stands d_k. Which shape has it: K8's first or its second number?",
    ),
    (
        "scaled_twice",
        [
            {"scaled": lambda scores, k, v: scores * k * k},
            {"weighed": lambda weights, k, v: weights * v * v},
            {"scaled": lambda scores, k, v: scores * k * k, "weighed": lambda weights, k, v: weights * v * v},
        ],
        "A scale is multiplied in twice.",
        "At how many places of your code do k_scales stand, and v_scales?",
    ),
    (
        "another_127",
        [
            {part: lambda a, k, v, which=which, by=by: a * (k, v)[which] * by}
            for part, which in (("scaled", 0), ("weighed", 1))
            for by in (np.float32(127), np.float32(1 / 127))
        ],
        "There is one more factor of 127 beside a scale.",
        "numbers * scales are the rows. Is 127 in the scale already?",
    ),
    (
        "one_scale_for_all_rows",
        [
            {"scaled": lambda scores, k, v, how=how: scores * how(k)}
            for how in (np.mean, np.max, lambda k: k[0], lambda k: k[-1])
        ],
        "All scores have the same scale.",
        "Each key has a scale of its own. Which of your scores gets which?",
    ),
    (
        "mixture_rounded",
        [
            {"mix": lambda w, V8, v: (w @ V8).astype(np.int8)},
            {"mix": lambda w, V8, v: np.rint(w @ V8)},
        ],
        "Your mixture was rounded to whole numbers.",
        "Only what is kept in the cache is in int8. Which line makes whole numbers of the output?",
    ),
    (
        "naive_exp",
        {"weights": lambda scores: shares(np.exp(scores))},
        "Your numbers are right for small scores and NaN for large ones: exp is taken of scores however "
        "large they are.",
        "Which number can be taken off all scores without changing their softmax?",
    ),
    (
        "not_normalised",
        {"weights": lambda scores: np.exp(scores - scores.max())},
        "Your output was never divided by the sum of the weights.",
        "What do your weights add up to?",
    ),
    (
        "no_softmax",
        {"weights": lambda scores: scores},
        "Your values are weighed by the scores themselves.",
        "What turns scores into weights that add up to 1?",
    ),
    (
        "query_rounded",
        [
            {"products": lambda q, K8: K8 @ np.rint(q)},
            {"products": lambda q, K8: K8 @ q.astype(np.int8)},
            {"products": lambda q, K8: K8.astype(np.float32) @ q.astype(np.int8)},
        ],
        "Your query was rounded to whole numbers before the product.",
        "Only keys and values are kept, and q is used once. What is gained by rounding it, and what lost?",
    ),
    (
        "ends_at_127",
        [
            {"products": lambda q, K8: (K8 @ q).astype(np.int8)},
            {"products": lambda q, K8: (K8 * q).astype(np.int8).sum(axis=1)},
        ],
        "Your scores were made int8, and that ends at 127.",
        "How large is a sum of d_k products of numbers up to 127?",
    ),
    (
        "weights_rounded",
        [
            {"mix": lambda w, V8, v: w.astype(np.int8) @ V8},
            {"mix": lambda w, V8, v: np.rint(w) @ V8},
        ],
        "Your weights were rounded to whole numbers before the mixture.",
        "Weights lie between 0 and 1. Which of them are left after rounding?",
    ),
)
MISCONCEPTIONS += known_alone(
    attention_in_int8,
    (
        "clipped",
        [
            {"weights": lambda scores, m=m, way=way: way(np.clip(scores, -m, m))}
            for m in (20, 30, 50, 80)
            for way in (softmax_of, lambda scores: shares(np.exp(scores)))
        ],
        "Your output is what attention gives when scores are cut off at some number before exp: what lies "
        "beyond it counts alike.",
        "Scores of 10 000 and 10 001: what is left of their difference? Which number can be taken off all "
        "scores of a row without changing their softmax?",
    ),
    *instead_of_softmax(
        "Your output is what attention gives when",
        "weights",
        # beyond 88 a float32 overflows, clipped or not; no score tried is -1 and no other
        without=("scores_in_the_quotient", "clipped", "minus_one_hidden"),
    ),
)
