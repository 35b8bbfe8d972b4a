"""tokens_a_call: how many tokens a call of the model makes, on average, if each guess is accepted with some
probability."""

import math

from autograder.kit.closed_forms import as_number, near
from autograder.kit.exercise import aspect, call, exercise, fail
from autograder.kit.misconception import known, other_orders

NAMES = "tokens_a_call alpha k"


def expected(alpha, k):
    return float(sum(alpha**i for i in range(k + 1)))


def _in_parts(
    alpha,
    k,
    *,
    first=0,
    last=lambda k: k,
    term=lambda alpha, i: alpha**i,
    most=lambda total, alpha, k: total,
):
    """The sum over i of the probability that guess i is reached, in exchangeable parts."""
    return most(sum(term(alpha, i) for i in range(first, last(k) + 1)), alpha, k)


def _probe(tokens_a_call, rng):
    for _ in range(4):
        yield tokens_a_call(float(rng.uniform(0.1, 0.9)), int(rng.integers(2, 9)))
    yield tokens_a_call(0.5, 1)


@exercise("tokens_a_call", probe=_probe, right=expected)
def tokens_a_call(tokens_a_call, *, rng):
    """(1 − alpha^(k+1)) / (1 − alpha)."""
    with aspect("equals", "the guesses up to the first wrong one, and the model's own token, on average"):
        for alpha, k in ((0.5, 1), (0.7, 4), (0.36, 4), (0.81, 8)):
            near(tokens_a_call, (alpha, k), expected(alpha, k), NAMES)
        for _ in range(6):
            alpha, k = float(rng.uniform(0.05, 0.95)), int(rng.integers(1, 12))
            near(tokens_a_call, (alpha, k), expected(alpha, k), NAMES)
        near(tokens_a_call, (0.9, 60), expected(0.9, 60), NAMES)
    with aspect("never", "a draft that is never right leaves one token a call"):
        for alpha in (0.0, 0):
            for k in (1, 4):
                near(tokens_a_call, (alpha, k), 1.0, NAMES)
    with aspect("always", "a draft that is always right makes k + 1"):
        for alpha in (1.0, 1):
            for k in (1, 4, 9):
                _always(tokens_a_call, alpha, k)


def _always(tokens_a_call, alpha, k):
    shown = f"tokens_a_call(alpha={alpha:g}, k={k})"
    known = (
        f"Expected {k} + 1 = {k + 1}: every guess is kept, and the model's own token behind them.\n"
        "The quotient stands for a sum of k + 1 terms. What is each of them if every guess is right?"
    )

    def explain(error):
        return ("divides_by_zero_at_1", known) if isinstance(error, ZeroDivisionError) else (None, "")

    number = as_number(call(tokens_a_call, alpha, k, shown=shown, explain=explain), shown)
    if not math.isfinite(number):
        fail(
            f"{shown} is {number}: there is a division by 0 in it.\n{known}",
            misconception="divides_by_zero_at_1",
            diagnosable=False,
        )
    if abs(number - (k + 1)) > 1e-6 * k:
        fail(
            f"{shown} is {number:g}; your numbers below alpha = 1 are right.\n{known}",
            misconception="another_number_at_1",
            diagnosable=False,
        )
    near(tokens_a_call, (alpha, k), k + 1.0, NAMES)


MISCONCEPTIONS = [
    *known(
        _in_parts,
        (
            "last_token_left_out",
            {"last": lambda k: k - 1},
            "Your sum ends one term too early: it leaves out the token behind a draft that is "
            "right from end to end.",
            "If all k guesses are right, how many tokens does the call make?",
        ),
        (
            "own_token_left_out",
            {"first": 1},
            "Your sum counts accepted guesses only.",
            "If the first guess is wrong, how many tokens does the call make?",
        ),
        (
            "one_term_too_many",
            {"last": lambda k: k + 1},
            "Your sum has a term too many, as if there were a guess more.",
            "How many tokens can a call with k guesses make at most?",
        ),
        (
            "every_guess_by_itself",
            {"term": lambda alpha, i: alpha if i else 1},
            "Your formula takes every guess for itself, as if one could be kept behind a wrong one.",
            "With what probability are the first two guesses both right?",
        ),
        (
            "every_guess_by_itself",
            {"first": 1, "term": lambda alpha, i: alpha},
            "Your formula is alpha times k: every guess for itself, as if one could be "
            "kept behind a wrong one.",
            "With what probability are the first two guesses both right?",
        ),
        (
            "without_an_end",
            {"most": lambda total, alpha, k: 1 / (1 - alpha)},
            "Your formula is that of a draft without an end, k does not matter in it.",
            "How many tokens can a call with k guesses make at most?",
        ),
        (
            "without_an_end",
            {"most": lambda total, alpha, k: min(k + 1, 1 / (1 - alpha))},
            "Your formula is that of a draft without an end, cut off at k + 1.",
            "With alpha = ½ and one guess, how often does the call make one token, and how often two?",
        ),
        (
            "all_right_left_out",
            {"most": lambda total, alpha, k: total - (k + 1) * alpha**k},
            "Your sum goes through the calls with a wrong guess, and leaves out those "
            "in which all are right.",
            "With what probability are all k guesses right, and how many tokens does the call make then?",
        ),
        (
            "whole_tokens",
            [
                {"most": lambda total, alpha, k: int(total)},
                {"most": lambda total, alpha, k: round(total)},
            ],
            "Your number is a whole one.",
            "May a mean over many calls lie between 1 and 2?",
        ),
        (
            "all_or_nothing",
            [
                {"most": lambda total, alpha, k: 1 + k * alpha**k},
                {"most": lambda total, alpha, k: 1 + alpha**k},
                {"most": lambda total, alpha, k: (k + 1) * alpha**k},
                {"most": lambda total, alpha, k: (k + 1) * alpha**k + (1 - alpha**k)},
            ],
            "Your formula counts guesses only where all k are right.",
            "If three of four guesses are right and then comes a wrong one, how many tokens are kept?",
        ),
        (
            "longest_times_chance",
            {"most": lambda total, alpha, k: (k + 1) * alpha},
            "Your formula is the most there could be, times alpha.",
            "With alpha = 0 how many tokens does a call make?",
        ),
        (
            "chance_of_the_last_alone",
            [
                {"most": lambda total, alpha, k: alpha**k},
                {"most": lambda total, alpha, k: alpha ** (k + 1)},
                {"most": lambda total, alpha, k: 1 - alpha ** (k + 1)},
                {"most": lambda total, alpha, k: 1 - alpha**k},
            ],
            "Your formula is a probability, so at most 1.",
            "How many tokens does a call make at least?",
        ),
        (
            "minus_missing_below",
            {"most": lambda total, alpha, k: (1 - alpha ** (k + 1)) / alpha},
            "Your quotient is divided by alpha.",
            "Multiply 1 + a + a² by (1 − a). What is left?",
        ),
    ),
    *other_orders(lambda alpha, k: (1 - alpha ** (k + 1)) / (1 - alpha), "alpha k"),
]
