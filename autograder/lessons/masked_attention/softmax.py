"""softmax: along the last axis, any number of axes; finite for ±1e4; -inf gets weight exactly 0."""

import numpy as np

from autograder.kit import awkward
from autograder.kit.exercise import array, aspect, close, exercise, fail
from autograder.kit.misconception import known, known_alone
from autograder.kit.not_softmax import instead_of_softmax, shares, softmax_of
from autograder.kit.pictures import picture
from autograder.kit.properties import leaves_things_alone
from autograder.lessons.masked_attention.parts import (
    BEST_ALONE,
    GLOBAL_MAXIMUM,
    NAIVE_EXP,
    NO_KEEPDIMS,
    NOT_NORMALISED,
    OVER_EVERYTHING,
    with_softmax,
)
from autograder.lessons.masked_attention.probing import DTYPES, on_copies
from decodelab import reference

OVERFLOWS = 700
"""Scores up to about this size have a float64 for an exponential."""


def _softmax_probe(softmax, rng):
    yield softmax(rng.normal(size=(4, 4)))
    scores = rng.normal(size=(3, 5), scale=3)
    yield softmax(scores.copy())
    yield softmax(scores * 3e3)
    yield softmax(rng.normal(size=(2, 3, 4)))
    scores[0, 3:] = scores[2, 0] = -np.inf
    yield softmax(scores.copy())
    yield softmax(rng.normal(size=6))
    yield softmax(scores - 1e4)
    yield softmax(np.array([[0.0, 2, 2, 1, 2, 0], [-1, -3, -3, -1, -2, 0], [-1, -1, -1, -1, -1, -1]]))
    yield softmax(np.array([[0.0, -2, -4.5, -7, -9, -11.5], [5, 3, 1, 0, -1, -2]]))


@exercise("softmax", probe=_softmax_probe, right=lambda scores: softmax_of(scores))
def softmax(softmax, *, rng):
    """Along the last axis, any number of axes; finite for ±1e4; -inf gets weight exactly 0."""
    with aspect("equals", "each row is exp(score) over the row's sum, for 1, 2, 3 and 4 axes"):
        for shape in ((3, 5), (4, 4), (6,), (1, 1), (2, 3, 4), (2, 1, 3, 5), (2, 70)):
            scores = rng.normal(size=shape, scale=2)
            got = array(
                on_copies(softmax, scores),
                shape=shape,
                what="softmax(scores)",
                meaning="every score becomes one weight",
            )
            close(
                got,
                reference.softmax(scores),
                what="softmax(scores)",
                inputs=f"scores are {shape}",
                picture=_unbalanced(got),
            )
        scores = np.array([[0.0, -5.0, -10.0, -15.0, -20.5]]) + rng.normal(size=(3, 1))
        got = array(on_copies(softmax, scores), shape=(3, 5), what="softmax(scores)")
        close(
            got,
            reference.softmax(scores),
            what="softmax(scores)",
            inputs="the lowest score is 20.5 below the largest",
        )
    with aspect("numerics", "scores of 10 000 and -10 000 give finite weights"):
        for offset in (1e4, -1e4, 0):
            scores = rng.normal(size=(3, 4)) + offset
            _finite(array(on_copies(softmax, scores), shape=(3, 4), what="softmax(scores)"), scores)
            close(
                array(on_copies(softmax, scores), shape=(3, 4)),
                reference.softmax(scores),
                what="softmax(scores)",
                inputs=f"scores near {offset:g}",
            )
        scores = np.array([[1e4, -1e4, 0.0], [-1e4, 5.0, 5.0], [0.0, 0.0, 0.0]])
        _finite(array(on_copies(softmax, scores), shape=(3, 3), what="softmax(scores)"), scores)
        close(
            array(on_copies(softmax, scores), shape=(3, 3)),
            reference.softmax(scores),
            what="softmax(scores)",
            inputs="rows that mix scores of 10 000, -10 000 and 0: a row's largest score is its own",
        )
    with aspect("masked", "a score of -inf gets weight exactly 0"):
        for shape, offset in (((4, 6), 0), ((2, 3, 5), 0), ((5,), 0), ((4, 6), -9990), ((4, 6), 9990)):
            scores = rng.normal(size=shape) + offset
            hidden = rng.random(size=shape) < 0.5
            hidden[..., int(rng.integers(shape[-1]))] = False
            scores[hidden] = -np.inf
            got = array(on_copies(softmax, scores), shape=shape, what="softmax(scores)")
            _finite(got, scores)
            if np.any(got[hidden] != 0):
                fail(
                    f"a score of -inf got weight {got[hidden].max():.3g}; it has to be exactly 0.\n"
                    "exp(-inf) is 0 already. What is added to it, or changes it, afterwards?",
                    suspected="weight_for_hidden",
                )
            close(got, reference.softmax(scores), what="softmax(scores)", inputs="some scores are -inf")
    with aspect("dtype", "float32 stays float32"):
        for dtype in DTYPES:
            scores = rng.normal(size=(3, 5)).astype(dtype)
            got = array(on_copies(softmax, scores), shape=(3, 5), dtype=dtype, what="softmax(scores)")
            close(got, reference.softmax(scores), what="softmax(scores)")
    with aspect("awkward", "the same for zeros, ties, equal scores, -0.0 and negative scores only"):
        for dtype in DTYPES:
            for said, scores in awkward.scores(rng, 3, 5, dtype=dtype):
                got = array(on_copies(softmax, scores), shape=(3, 5), dtype=dtype, what="softmax(scores)")
                close(got, reference.softmax(scores), what="softmax(scores)", inputs=said)
    with aspect("inputs", "scores are left as they were, earlier results too"):
        leaves_things_alone(softmax, lambda: [rng.normal(size=(3, 4))], ["scores"])


def _unbalanced(weights):
    """Draws the first row of weights that doesn't add up to 1; None if there is none."""
    rows = weights.reshape(-1, weights.shape[-1])
    off = np.flatnonzero(~np.isclose(rows.sum(axis=1), 1))
    if not off.size:
        return None
    return picture("draw_weights_row", rows[off[0]], int(off[0]) if weights.ndim == 2 else None)


def _finite(weights, scores):
    if not np.isfinite(weights).all():
        row = tuple(int(i) for i in np.argwhere(~np.isfinite(weights))[0][:-1])
        seen = f"softmax gave {weights[~np.isfinite(weights)][0]} for the row {scores[row]}."
        if np.abs(scores[row][np.isfinite(scores[row])]).max() < OVERFLOWS:
            fail(
                seen,
                question=(
                    "Print that row's exponentials, and their sum: where does the first NaN or inf come up?"
                ),
            )
        fail(
            f"{seen}\nexp(800) is already more than a float64 can hold, and exp(-800) is 0.",
            question="Which number can be taken off a whole row without changing its softmax?",
        )


def _log_softmax(scores):
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


MISCONCEPTIONS = known(
    lambda scores, weights: weights(scores),
    *with_softmax(
        (
            NAIVE_EXP,
            GLOBAL_MAXIMUM,
            OVER_EVERYTHING,
            NOT_NORMALISED,
            NO_KEEPDIMS,
            (
                "constant_subtracted",
                [
                    lambda s: shares(np.exp(s - 1e3)),
                    lambda s: shares(np.exp(s - 1e4)),
                    lambda s: shares(np.exp(s - 1e3), None),
                    lambda s: shares(np.exp(s - 1e4), None),
                ],
                "Your weights are NaN for ordinary scores: so much is taken off that every exponential is "
                "0, and 0 / 0 is NaN.",
                "What is exp(-1000) in floating point? How much can be taken off a row without all of its "
                "exponentials vanishing?",
            ),
            (
                "softmax_over_queries",
                [
                    lambda s: softmax_of(s, 0),
                    lambda s: shares(np.exp(s), 0),
                    lambda s: shares(np.exp(s - s.max(axis=-1, keepdims=True)), 0),
                    lambda s: shares(np.exp(s - s.max()), 0),
                ],
                "Your softmax runs along the first axis: the columns add up to 1.",
                "A row holds one query's scores. Which axis number walks along a row?",
            ),
            (
                "axis_one",
                [
                    lambda s: softmax_of(s, 1),
                    lambda s: shares(np.exp(s), 1),
                    lambda s: shares(np.exp(s - s.max()), 1),
                ],
                "Your softmax runs along axis 1, which is the last one for two axes only.",
                "Scores may have any number of axes. How does NumPy count axes from the end?",
            ),
            (
                "least_subtracted",
                lambda s: shares(np.exp(s - s.min(axis=-1, keepdims=True))),
                "Your numbers are right for small scores only: the smallest score of a row is taken off, "
                "not the largest.",
                "After taking a number off, how large can the largest exponent still be?",
            ),
            (
                "mean_subtracted",
                lambda s: shares(np.exp(s - s.mean(axis=-1, keepdims=True))),
                "Your numbers are right for small scores only: the mean of a row is taken off.",
                "After taking the mean off, how large can the largest exponent still be? And what is the "
                "mean beside a -inf?",
            ),
            (
                "largest_magnitude_subtracted",
                [
                    lambda s: shares(np.exp(s - np.abs(s).max(axis=-1, keepdims=True))),
                    lambda s: shares(
                        np.exp(s - np.abs(np.where(np.isinf(s), 0, s)).max(axis=-1, keepdims=True))
                    ),
                ],
                "Your numbers are right unless the largest score is negative: the largest absolute value is "
                "taken off a row.",
                "Scores of -10 000 and -10 001: what do you take off, and what is exp of the rest?",
            ),
            (
                "log_softmax",
                [lambda s: np.log(softmax_of(s)), _log_softmax],
                "Your numbers are the logarithms of the weights.",
                "Can a weight be negative? What should a row add up to?",
            ),
            (
                "scale_in_softmax",
                lambda s: softmax_of(s / np.sqrt(s.shape[-1])),
                "Your scores are divided by the root of their number before the softmax.",
                "Scores come in scaled already. Is anything but exp, sum and a division asked for here?",
            ),
            (
                "sigmoid",
                lambda s: 1 / (1 + np.exp(-s)),
                "Your numbers are sigmoids: each score is squashed on its own.",
                "If one score of a row grows, what has to happen to the other weights?",
            ),
            (
                "sigmoid_shares",
                lambda s: shares(1 / (1 + np.exp(-s))),
                "Your numbers are sigmoids, divided by their sum.",
                "In softmax, how does the ratio of two weights depend on the difference of their scores?",
            ),
            (
                "linear_shares",
                [shares, lambda s: shares(s - s.min(axis=-1, keepdims=True))],
                "Your scores are divided by their sum, without an exponential.",
                "What do you get for the scores -1 and 1? Can a weight be negative?",
            ),
            (
                "whole_numbers",
                lambda s: np.trunc(softmax_of(s)),
                "Your weights are cut to whole numbers.",
                "Which dtype has the array that you fill?",
            ),
            (
                "hidden_counted_as_zero",
                lambda s: softmax_of(np.where(np.isneginf(s), 0, s)),
                "A score of -inf is treated as a score of 0.",
                "How much weight does a score of 0 get beside scores of -1 and 1? What is exp(-inf)?",
            ),
            (
                "hidden_as_a_finite_score",
                [
                    lambda s, low=low: softmax_of(np.where(np.isneginf(s), low, s))
                    for low in (-1e2, -1e3, -1e4)
                ],
                "A score of -inf is treated as a finite one, which other scores can be as low as.",
                "Scores may be -10 000. How much weight does your stand-in for -inf get beside them? Does "
                "exp(-inf) need one?",
            ),
            (
                "best_takes_all",
                [*BEST_ALONE],
                "The largest score of each row gets all the weight.",
                "Two scores that differ by 0.01: how different should their weights be?",
            ),
            (
                "one_score_subtracted",
                [lambda s: shares(np.exp(s - s[..., :1])), lambda s: shares(np.exp(s - s[..., -1:]))],
                "Your numbers are right unless a row's first, or last, score lies far from its largest: "
                "that one is taken off.",
                "After taking that score off, how large can the largest exponent still be?",
            ),
            (
                "one_row_for_all",
                [
                    lambda s, which=which: np.broadcast_to(
                        softmax_of(s.reshape(-1, s.shape[-1])[which]), s.shape
                    )
                    for which in (0, -1)
                ],
                "Every row of your weights is the first row's, or the last one's.",
                "Each row has scores of its own. Where does your code go on to the next?",
            ),
            (
                "all_in_a_line",
                lambda s: softmax_of(s.ravel()),
                "Your weights stand in one line, and all of them together add up to 1.",
                "Which shape have the scores, and which the weights? Along which axis of it "
                "should they add up to 1?",
            ),
            (
                "first_axis_for_rows",
                lambda s: np.stack([softmax_of(row, None) for row in s]),
                "Your softmax takes each scores[i] for a row, which it is for two axes only.",
                "Scores may have one axis, or three. What is scores[0] then?",
            ),
        )
    ),
)


MISCONCEPTIONS += known_alone(
    lambda scores, weights: weights(scores),
    *instead_of_softmax("Your weights are what comes out when", "weights"),
)
