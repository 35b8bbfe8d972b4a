"""crossover_length: length at which attention's multiply-adds equal those of all weight matrices: an exact
int."""

import numpy as np

from autograder.kit.closed_forms import (
    QUICK,
    as_number,
    formula_call,
    formula_probe,
    seconds_of,
    whole_number,
)
from autograder.kit.exercise import aspect, exercise, fail, note
from autograder.kit.misconception import Misconception, known, other_orders


@exercise("crossover_length", probe=formula_probe(60, 90))
def crossover_length(crossover_length, *, rng):
    """Length at which attention's multiply-adds equal those of all weight matrices: an exact int."""
    names = "crossover_length d_model d_ff"
    with aspect(
        "equals", "attention's 2·n·d_model equals the four projections and both feed-forward matrices"
    ):
        sizes = [tuple(int(x) for x in rng.integers(1, 9000, size=2)) for _ in range(5)]
        for given in ((2, 8), (64, 256), (192, 768), (4096, 11008), (5, 7), (1, 1), *sizes):
            result, shown = formula_call(crossover_length, given, names)
            if as_number(result, shown) != 2 * given[0] + given[1]:
                fail(f"{shown} is {result!r}; expected {2 * given[0] + given[1]}.")
    with aspect("dtype", "the result is an exact int"):
        whole_number(crossover_length, (3, 5), 11, names)
        largest, seconds = _largest_tried(crossover_length, names)
    if seconds > QUICK:
        note(
            f"note: d_model = {largest:_} takes {seconds:.2g} s, so larger models were not tried. A loop "
            "that counts up is right and takes as many rounds as the answer is long; the "
            "equation can be solved for n."
        )
    else:
        note(f"large models too: tried up to d_model = {largest:_}")


def _largest_tried(crossover_length, names):
    """Fail unless ever larger models give an exact int, as long as calls are quick: (the last d_model, its
    seconds)."""
    for power in range(3, 18):
        given = 10**power + 3, 4 * 10**power + 5
        _expect_exact(crossover_length, given, names)
        seconds = seconds_of(crossover_length, list(given), names, changing=1)
        if seconds > QUICK:
            break
    return given[0], seconds


def _expect_exact(crossover_length, given, names):
    expected = 2 * given[0] + given[1]
    result, shown = formula_call(crossover_length, given, names)
    if as_number(result, shown) == expected or abs(float(result) - expected) < 1e-9 * expected:
        whole_number(crossover_length, given, expected, names)
        return
    fail(
        f"{shown} is {result!r}; expected {expected:_}, and for smaller numbers it was right.",
        suspected="numpy_int_for_int",
        question=(
            "NumPy's whole numbers have 64 bits and begin anew where these are full, Python's have no end. "
            "Where does your code make NumPy's of them?"
        ),
    )


def _crossover_length_in_parts(d_model, d_ff, *, projections=4, matrices=2, products=2, tokens=lambda x: x):
    return tokens((projections * d_model * d_model + matrices * d_model * d_ff) // (products * d_model))


MISCONCEPTIONS = known(
    _crossover_length_in_parts,
    (
        "one_product",
        {"products": 1},
        "You compared with one product of attention.",
        "Scores need n · d_model multiply-adds. What else does?",
    ),
    (
        "flops_against_multiply_adds",
        {"products": 4},
        "You counted attention in FLOPs and the matrices in multiply-adds.",
        "Which unit has each side of your equation?",
    ),
    (
        "output_projection_forgotten",
        {"projections": 3},
        "You counted three projections.",
        "Which matrix mixes the heads' outputs?",
    ),
    (
        "one_projection",
        {"projections": 1},
        "You counted one projection.",
        "Which matrices does a token meet before and after attention?",
    ),
    (
        "feed_forward_forgotten",
        {"matrices": 0},
        "Your length is where attention reaches the projections alone.",
        "Which other matrices does every token go through?",
    ),
    (
        "projections_forgotten",
        {"projections": 0},
        "Your length is where attention reaches the feed-forward layer alone.",
        "Where do queries, keys and values come from?",
    ),
    (
        "one_feed_forward_matrix",
        {"matrices": 1},
        "You counted one matrix of the feed-forward layer.",
        "How does the token get back from d_ff to d_model numbers?",
    ),
    (
        "three_feed_forward_matrices",
        {"matrices": 3},
        "You counted three matrices of the feed-forward layer.",
        "The gated kind has three; which does the exercise name?",
    ),
    (
        "feed_forward_counted_twice",
        {"matrices": 4},
        "You counted the feed-forward layer twice.",
        "How many matrices has it, and how many rows and columns has each?",
    ),
    (
        "total_for_length",
        {"products": 0.5, "tokens": int},
        "Your length is four times what it should be.",
        "What comes out when you solve 2 · n · d_model = all weights for n once more?",
    ),
)


MISCONCEPTIONS += [
    Misconception(
        "wide_feed_forward_assumed",
        (lambda d_model, d_ff: 6 * d_model,),
        "Your length depends on d_model alone.",
        "What if d_ff is not four times d_model?",
    ),
    Misconception(
        "six_square_matrices",
        (lambda d_model, d_ff: 3 * d_model,),
        "You counted six matrices of d_model rows and columns.",
        "Which two of the six have d_ff rows or columns?",
    ),
    Misconception(
        "feed_forward_squared",
        (lambda d_model, d_ff: (4 * d_model**2 + 2 * d_ff**2) // (2 * d_model),),
        "Your feed-forward matrices have d_ff rows and d_ff columns.",
        "How wide is the vector that goes in, and how wide the one that comes out?",
    ),
    Misconception(
        "attention_squared",
        (lambda d_model, d_ff: int(np.sqrt((4 * d_model**2 + 2 * d_model * d_ff) / (2 * d_model))),),
        "You took a root, as if attention's part of a step grew with n².",
        "How many queries does one step have?",
    ),
    Misconception(
        "first_length_beyond",
        (lambda d_model, d_ff: 2 * d_model + d_ff + 1,),
        "Your length is one more than where both are equal.",
        "What do both sides of the equation give at your n, and what one before?",
    ),
    Misconception(
        "missing_brackets",
        (lambda d_model, d_ff: (4 * d_model**2 + 2 * d_model * d_ff) // 2 * d_model,),
        "You divided by 2 and then multiplied by d_model.",
        "Python goes from left to right: what is 24 // 2 * 3? Which brackets make it 4?",
    ),
    Misconception(
        "cost_for_length",
        (lambda d_model, d_ff: 4 * d_model**2 + 2 * d_model * d_ff,),
        "Your number is what the six matrices cost, in multiply-adds.",
        "At which n does attention cost as much?",
    ),
    *other_orders(_crossover_length_in_parts, "d_model d_ff"),
]
