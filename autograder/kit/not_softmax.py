"""What stands in softmax's place in wrong answers, for every exercise that has a softmax in it.

A way takes scores (…, m), the hidden ones -inf, and gives what that code takes for their weights, each row on
its own.
"""

from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any

import numpy as np

Way = Callable[[np.ndarray], np.ndarray]


def softmax_of(scores: np.ndarray, axis: int = -1) -> np.ndarray:
    with np.errstate(all="ignore"):
        return shares(np.exp(scores - scores.max(axis=axis, keepdims=True)), axis)


def shares(exps: np.ndarray, axis: int = -1) -> np.ndarray:
    return exps / exps.sum(axis=axis, keepdims=True)


def _exps(scores: np.ndarray) -> np.ndarray:
    return np.exp(scores - scores.max(axis=-1, keepdims=True))


def _of(change: Way) -> Way:
    """Softmax of scores that have been changed; hidden ones stay hidden."""
    return lambda s: softmax_of(np.where(np.isneginf(s), s, change(s)))


def _equal_ones_once(scores: np.ndarray) -> np.ndarray:
    exps = _exps(scores)
    return exps / np.apply_along_axis(lambda row: sum(set(row.tolist())), -1, exps)[..., None]


def _first_of_the_best(scores: np.ndarray) -> np.ndarray:
    """Where the largest score comes more than once, its first place gets all."""
    exps, first = _exps(scores), np.zeros_like(scores)
    np.put_along_axis(first, exps.argmax(axis=-1)[..., None], 1, axis=-1)
    return np.where((exps == 1).sum(axis=-1, keepdims=True) > 1, first, shares(exps))


def _cut_at(limit: float) -> Iterator[Way]:
    yield from (
        _of(lambda s: np.clip(s, -limit, limit)),
        lambda s: shares(np.exp(np.clip(s, -limit, limit))),
        lambda s: shares(np.exp(np.minimum(s, limit))),
    )


def _dropped_below(least: float) -> Iterator[Way]:
    """Weights, or exponentials whose largest is 1, that are small and taken for 0."""

    def of_weights(s: np.ndarray) -> np.ndarray:
        weights = softmax_of(s)
        return np.where(weights < least, 0, weights)

    yield from (
        of_weights,
        lambda s: shares(of_weights(s)),
        lambda s: (lambda exps: shares(np.where(exps < least, 0, exps)))(_exps(s)),
    )


def _best(k: int) -> Way:
    def way(s: np.ndarray) -> np.ndarray:
        return softmax_of(np.where(s >= np.sort(s, axis=-1)[..., -k:][..., :1], s, -np.inf))

    return way


IDEAS = (
    (
        "zero_score_hidden",
        [lambda s: softmax_of(np.where(s == 0, -np.inf, s)), lambda s: shares(np.where(s != 0, _exps(s), 0))],
        "a score of exactly 0 is hidden, too, as if it were one of those that a mask has taken away",
        "A query that fits a key not at all scores 0 with it, and 0 is a score like any other. How does "
        "your code tell which scores are to be hidden: by their place, or by what they are?",
    ),
    (
        "maximum_from_zero",
        [lambda s: shares(np.exp(s - np.maximum(s.max(axis=-1, keepdims=True), 0)))],
        "0, not the largest score, is taken off a row whose scores are all negative",
        "Scores of -10 000 and -10 001: what do you take off? From which number does your search for the "
        "largest begin?",
    ),
    (
        "base_two",
        [lambda s: shares(np.exp2(s - s.max(axis=-1, keepdims=True))), lambda s: shares(np.exp2(s))],
        "the weights are made of powers of 2",
        "Which number is raised to the power of a score in softmax?",
    ),
    (
        "sign_flipped",
        [_of(lambda s: -s), lambda s: softmax_of(-s), lambda s: shares(np.exp(-s))],
        "the smallest score gets the largest weight",
        "Which sign has the exponent of exp in softmax?",
    ),
    (
        "clipped",
        [way for limit in (20, 30, 50, 80, 88, 100, 500, 700) for way in _cut_at(limit)],
        "scores are cut off at some number before exp: what lies beyond it counts alike",
        "Scores of 10 000 and 10 001: what is left of their difference? Which number can be taken off all "
        "scores of a row without changing their softmax?",
    ),
    (
        "negative_scores_lost",
        [_of(lambda s: np.maximum(s, 0))],
        "every negative score counts as 0",
        "Two tokens with scores of -1 and -5: how different should their weights be?",
    ),
    (
        "absolute_values",
        [_of(np.abs)],
        "scores have lost their sign",
        "A key that points away from the query: should it get as much weight as one that points its way?",
    ),
    (
        "small_weights_dropped",
        [way for least in (1e-2, 1e-3, 1e-4) for way in _dropped_below(least)],
        "small weights are taken for 0",
        "Many small weights add up. From which size on does your code drop one, and does the formula say so?",
    ),
    (
        "only_the_best_few",
        [_best(k) for k in (2, 3)],
        "only the two or three largest scores of a row get any weight",
        "Softmax is soft: which share do all the others get?",
    ),
    (
        "equal_scores_once",
        [_equal_ones_once],
        "equal scores are counted once in the sum",
        "Two tokens score the same: how many exponentials does their row add up? What does a set, or a "
        "dict, do with the second of two equal numbers?",
    ),
    (
        "first_of_the_best",
        [_first_of_the_best],
        "of several equal largest scores the first gets all the weight",
        "Two tokens with the same score: how different should their weights be?",
    ),
    (
        "running_sum",
        [lambda s: _exps(s) / _exps(s).cumsum(axis=-1)],
        "each exponential is divided by the sum so far, not by that of the whole row",
        "When the first weight of a row is worked out, which exponentials are in its sum?",
    ),
    (
        "root_of_squares_for_sum",
        [lambda s: _exps(s) / np.sqrt((_exps(s) ** 2).sum(axis=-1, keepdims=True))],
        "exponentials are divided by the length of their row, the root of the sum of their squares",
        "What should the weights of a row add up to: they themselves, or their squares?",
    ),
    (
        "scores_in_the_quotient",
        [
            lambda s: s / _exps(s).sum(axis=-1, keepdims=True),
            lambda s: _exps(s) / s.sum(axis=-1, keepdims=True),
        ]
        + [
            lambda s: s / np.exp(s).sum(axis=-1, keepdims=True),
            lambda s: np.exp(s) / s.sum(axis=-1, keepdims=True),
        ],
        "scores and exponentials are divided by one another",
        "A weight is a share: of what, and is what stands above the line of the same kind as what is added "
        "up below it?",
    ),
    (
        "left_out_of_its_own_sum",
        [lambda s: _exps(s) / (_exps(s).sum(axis=-1, keepdims=True) - _exps(s))],
        "each exponential is divided by the sum of all others",
        "What should a row of weights add up to? Is a token one of those that share?",
    ),
    (
        "one_more_in_the_sum",
        [lambda s: _exps(s) / (1 + _exps(s).sum(axis=-1, keepdims=True))]
        + [lambda s: np.exp(s) / (1 + np.exp(s).sum(axis=-1, keepdims=True))],
        "the sum of the exponentials is 1 too large",
        "What is your sum before the first exponential has been added?",
    ),
    (
        "divided_by_the_mean",
        [lambda s: _exps(s) / _exps(s).mean(axis=-1, keepdims=True)],
        "exponentials are divided by their mean",
        "What should the weights of a row add up to, and to what do yours?",
    ),
    (
        "divided_by_their_number",
        [lambda s: _exps(s) / s.shape[-1], lambda s: np.exp(s) / s.shape[-1]],
        "exponentials are divided by how many there are",
        "What should the weights of a row add up to, and to what do yours?",
    ),
    (
        "one_taken_off",
        [lambda s: shares(np.expm1(s)), lambda s: shares(np.expm1(s - s.max(axis=-1, keepdims=True)))],
        "1 is taken off every exponential",
        "What does expm1 work out?",
    ),
    (
        "squares",
        [lambda s: shares(s**2), lambda s: shares(np.where(np.isneginf(s), 0, s) ** 2)],
        "scores are squared, without an exponential",
        "Scores of -3 and 3: which of them should get the larger weight?",
    ),
    (
        "another_temperature",
        [_of(partial(np.multiply, by)) for by in (0.1, 0.5, 0.7, 1 / 0.7, 2, 10)],
        "scores are multiplied by one more number before exp",
        "Which number stands beside the scores in your code, and where does the formula have it?",
    ),
    (
        "rounded",
        [lambda s, n=n: np.round(softmax_of(s), n) for n in (1, 2, 3, 4)],
        "weights are rounded",
        "Who reads these numbers next, a person or the next product? Where does your code shorten them?",
    ),
    (
        "squares_of_weights",
        [lambda s: softmax_of(s) ** 2],
        "weights are squared",
        "What should a row of weights add up to, and to what does it when each is squared?",
    ),
    (
        "standardised",
        [
            lambda s: softmax_of((s - s.mean(axis=-1, keepdims=True)) / s.std(axis=-1, keepdims=True)),
            lambda s: softmax_of(
                (s - s.min(axis=-1, keepdims=True))
                / np.ptp(np.where(np.isneginf(s), np.nan, s), axis=-1)[..., None]
            ),
            lambda s: softmax_of(s / np.abs(s).max(axis=-1, keepdims=True)),
            lambda s: softmax_of(s / s.max(axis=-1, keepdims=True)),
        ],
        "scores are brought to one spread, or one range, before exp",
        "Scores of 1 and 2, and of 100 and 200: should their weights be the same? What does the formula do "
        "to the "
        "scores before exp?",
    ),
    (
        "one_left_out_of_the_sum",
        [
            lambda s: _exps(s) / _exps(s)[..., :-1].sum(axis=-1, keepdims=True),
            lambda s: _exps(s) / _exps(s)[..., 1:].sum(axis=-1, keepdims=True),
            lambda s: np.exp(s) / np.exp(s)[..., :-1].sum(axis=-1, keepdims=True),
            lambda s: np.exp(s) / np.exp(s)[..., 1:].sum(axis=-1, keepdims=True),
        ],
        "the first, or the last, exponential of a row is not in its sum",
        "Which values does the index take in your loop when a row has three scores?",
    ),
    (
        "softplus_shares",
        [lambda s: shares(np.log1p(np.exp(s)))],
        "log(1 + exp) stands where exp should",
        "In softmax, how does the ratio of two weights depend on the difference of their scores?",
    ),
    (
        "ranks",
        [
            lambda s: shares(s.argsort(axis=-1).argsort(axis=-1) + 1.0),
            lambda s: shares(s.argsort(axis=-1).argsort(axis=-1)),
        ],
        "weights depend on the order of the scores only",
        "Scores of 1 and 2, and of 1 and 200: should their weights be the same?",
    ),
    (
        "minus_one_hidden",
        [lambda s: softmax_of(np.where(s == -1, -np.inf, s))],
        "a score of exactly -1 is hidden, as if it were one of those that a mask has taken away",
        "-1 is a score like any other. How does your code tell which scores are to be hidden: by their "
        "place, or by what they are?",
    ),
    (
        "nan_replaced",
        [lambda s: np.nan_to_num(shares(np.exp(s)))],
        "exp is taken of scores however large they are, and 0 put where NaN comes of it",
        "What do the weights of such a row add up to? What makes NaN before you replace it?",
    ),
)
"""(id, ways to write it that differ in their numbers, what happens, a question)."""


def instead_of_softmax(
    opening: str, part: str, without: Collection[str] = ()
) -> tuple[tuple[str, Any, str, str], ...]:
    """Entries for `misconception.known_alone`: each idea, put in an exercise's own words.

    opening: of the sentence, e.g. "Your output is what attention gives when"
    part   : the keyword of the exercise's parts that makes weights of scores
    without: ids that the exercise has in words of its own
    """
    return tuple(
        (id, [{part: _quietly(way)} for way in ways], f"{opening} {happens}.", question)
        for id, ways, happens, question in IDEAS
        if id not in without
    )


def _quietly(way: Way) -> Way:
    def weights(scores: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            return way(scores).astype(scores.dtype)

    return weights
