"""decode_step_multiply_adds: the two products at length n, the new token counted: an exact int."""

from autograder.kit.closed_forms import formula_probe, random_sizes, whole_number
from autograder.kit.exercise import aspect, exercise
from autograder.kit.misconception import Misconception, known, other_orders
from autograder.lessons.counting_a_step.parts import (
    FLOPS,
    SCORES_ONLY,
    SOFTMAX,
    VALUES_AS_WIDE_AS_KEYS,
    VALUES_ONLY,
    WIDTHS_MULTIPLIED,
)


def _decode_step(n, d_k, d_v):
    return n * (d_k + d_v)


@exercise("decode_step_multiply_adds", probe=formula_probe(20, 9, 9))
def decode_step_multiply_adds(decode_step_multiply_adds, *, rng):
    """The two products at length n, the new token counted: an exact int."""
    names = "decode_step_multiply_adds n d_k d_v"
    with aspect("equals", "counts both products over all n tokens"):
        for given in ((3, 2, 2), (1, 4, 7), (5, 7, 3), (512, 64, 64), *random_sizes(rng, 3)):
            whole_number(decode_step_multiply_adds, given, _decode_step(*given), names)
    with aspect("dtype", "the result is an exact int, however large"):
        for given in ((7, 10**9 + 1, 10**12), (1001, 10**20 + 7, 3)):
            whole_number(decode_step_multiply_adds, given, _decode_step(*given), names)


def decode_step(n, d_k, d_v, *, tokens=lambda n: n, width=lambda d_k, d_v: d_k + d_v, unit=1):
    return unit * tokens(n) * width(d_k, d_v)


MISCONCEPTIONS = known(
    decode_step,
    SCORES_ONLY,
    VALUES_ONLY,
    VALUES_AS_WIDE_AS_KEYS,
    WIDTHS_MULTIPLIED,
    FLOPS,
    (
        "new_token_counted_twice",
        {"tokens": lambda n: n + 1},
        "Your count is that of n + 1 tokens.",
        "n is the length with the new token. How many keys does the cache hold then?",
    ),
    (
        "new_token_left_out",
        {"tokens": lambda n: n - 1},
        "Your count is that of n − 1 tokens.",
        "Does the new token's query meet its own key?",
    ),
    (
        "all_queries_in_a_step",
        {"tokens": lambda n: n * n},
        "Your count lets all n queries meet all n keys.",
        "Whose output does a decode step still need?",
    ),
    *SOFTMAX,
    (
        "pairs_of_all_queries",
        {"tokens": lambda n: n * (n + 1) // 2},
        "Your count has the pairs of all n queries, as the mask allows them.",
        "Whose output does a decode step still need?",
    ),
    (
        "one_cached_token",
        {"tokens": lambda n: 1},
        "Your count is what one cached token costs.",
        "How many tokens does the new query meet?",
    ),
)


MISCONCEPTIONS += [
    Misconception(
        "additions_counted",
        (lambda n, d_k, d_v: n * (2 * d_k - 1) + d_v * (2 * n - 1),),
        "You counted multiplications and additions, each for itself.",
        "A multiply-add is one multiplication and one addition to a running sum. How many of "
        "those does q · k take?",
    ),
    *(
        Misconception(
            "one_width_only",
            (lambda n, d_k, d_v, chosen=chosen: n * chosen(d_k, d_v),),
            "Your count takes the larger, or the smaller, of the two widths.",
            "There are two products: which width has each of them?",
        )
        for chosen in (max, min)
    ),
    *(
        Misconception(
            "projections_counted",
            (lambda n, d_k, d_v, more=more: n * (d_k + d_v) + more(d_k, d_v),),
            "Your count has, beside the two products, one that does not depend on n.",
            "Which matrices does a decode step get, q, k and v being given?",
        )
        for more in (
            lambda d_k, d_v: d_k * d_k,
            lambda d_k, d_v: d_k * d_v,
            lambda d_k, d_v: 2 * d_k * d_k + d_v * d_v,
        )
    ),
    Misconception(
        "length_in_one_product",
        (lambda n, d_k, d_v: n * d_k + d_v,),
        "In your count, n multiplies the first of the two widths only.",
        "How many values do the weights meet? And what is 3 * 2 + 2, where 3 * (2 + 2) is meant?",
    ),
    *other_orders(decode_step, "n d_k d_v", same=("n d_v d_k",)),
]
