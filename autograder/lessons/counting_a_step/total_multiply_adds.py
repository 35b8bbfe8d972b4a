"""total_multiply_adds: decode steps at lengths n_prompt + 1 … n_prompt + n_new, in closed form: an exact
int."""

from autograder.kit.closed_forms import at_once, formula_probe, random_sizes, whole_number
from autograder.kit.exercise import aspect, exercise
from autograder.kit.misconception import Misconception, known, other_orders
from autograder.lessons.counting_a_step.parts import (
    SCORES_ONLY,
    TWICE,
    VALUES_AS_WIDE_AS_KEYS,
    VALUES_ONLY,
    WIDTHS_MULTIPLIED,
)


def _total(n_prompt, n_new, d_k, d_v):
    return (d_k + d_v) * (n_new * n_prompt + n_new * (n_new + 1) // 2)


@exercise("total_multiply_adds", probe=formula_probe(20, 20, 9, 9))
def total_multiply_adds(total_multiply_adds, *, rng):
    """Decode steps at lengths n_prompt + 1 … n_prompt + n_new, in closed form: an exact int."""
    names = "total_multiply_adds n_prompt n_new d_k d_v"
    with aspect("equals", "adds up the steps at lengths n_prompt + 1 … n_prompt + n_new"):
        for given in (
            (2, 3, 2, 2),
            (0, 1, 3, 4),
            (0, 6, 5, 2),
            (7, 1, 2, 3),
            (5, 0, 2, 3),
            (512, 100, 64, 64),
            *random_sizes(rng, 4),
        ):
            whole_number(total_multiply_adds, given, _total(*given), names)
    with aspect("dtype", "the result is an exact int, however large"):
        for given in ((3, 7, 10**12, 10**9 + 1), (11, 101, 10**20 + 7, 3)):
            whole_number(total_multiply_adds, given, _total(*given), names)
    with aspect("cost", "a billion new tokens take no longer than ten"):
        at_once(total_multiply_adds, (0, 100, 2, 3), names, "n_new")
        for given in ((1000, 10**9, 64, 64), (10**9 + 1, 10**18, 128, 64)):
            whole_number(total_multiply_adds, given, _total(*given), names)


def total(
    n_prompt,
    n_new,
    d_k,
    d_v,
    *,
    lengths=lambda n_prompt, n_new: range(n_prompt + 1, n_prompt + n_new + 1),
    width=lambda d_k, d_v: d_k + d_v,
    unit=1,
):
    return unit * sum(lengths(n_prompt, n_new)) * width(d_k, d_v)


MISCONCEPTIONS = known(
    total,
    SCORES_ONLY,
    VALUES_ONLY,
    VALUES_AS_WIDE_AS_KEYS,
    WIDTHS_MULTIPLIED,
    TWICE,
    (
        "first_length_is_prompt",
        {"lengths": lambda p, m: range(p, p + m)},
        "Your lengths are one too short: they begin at n_prompt.",
        "At the first step the cache holds the prompt and the new token. How long is that?",
    ),
    (
        "prompt_length_too",
        {"lengths": lambda p, m: range(p, p + m + 1)},
        "Your sum has one step more: it begins at length n_prompt.",
        "How many steps write n_new tokens, and at which length is the first?",
    ),
    (
        "last_length_left_out",
        {"lengths": lambda p, m: range(p + 1, p + m)},
        "Your sum stops one step early.",
        "How many whole numbers are there from n_prompt + 1 to n_prompt + n_new?",
    ),
    (
        "one_length_too_many",
        {"lengths": lambda p, m: range(p + 1, p + m + 2)},
        "Your sum goes one step too far.",
        "How many whole numbers are there from n_prompt + 1 to n_prompt + n_new?",
    ),
    (
        "odd_sum_halved",
        {"lengths": lambda p, m: [(2 * p + m + 1) // 2] * m},
        "Your count is what comes out if the mean length is rounded down.",
        "Try n_prompt = 0 and n_new = 2: which lengths are these, and what is their mean? "
        "Where may you divide by 2?",
    ),
    *(
        (
            "odd_count_halved",
            {"lengths": lengths},
            "Your count is what comes out if half the number of steps is rounded down.",
            "Try n_new = 3: how many pairs are there? Where may you divide by 2, so that nothing gets lost?",
        )
        for lengths in (lambda p, m: [p * m, m // 2 * (m + 1)], lambda p, m: [m // 2 * (2 * p + m + 1)])
    ),
    (
        "all_rows_recomputed",
        {"lengths": lambda p, m: [n * n for n in range(p + 1, p + m + 1)]},
        "Your count lets every step work out all rows again: it adds up squares of the lengths.",
        "With a cache, how many queries does a step have?",
    ),
    (
        "prompt_stepped_through",
        {"lengths": lambda p, m: range(1, p + m + 1)},
        "Your sum begins at length 1, as if the prompt were written too.",
        "At which length does the first of the n_new steps stand?",
    ),
    (
        "prompt_forgotten",
        {"lengths": lambda p, m: range(1, m + 1)},
        "Your sum is that of a text without a prompt.",
        "What does the first new token find in the cache?",
    ),
    (
        "last_step_only",
        {"lengths": lambda p, m: range(p + m, p + m + 1)},
        "You counted one step, the last.",
        "The n_new steps all cost something. How do their costs differ?",
    ),
    (
        "every_step_like_the_last",
        {"lengths": lambda p, m: [p + m] * m},
        "You counted every step as if it stood at the final length.",
        "How many tokens has the cache at the first step, and how many at the last?",
    ),
    (
        "every_step_like_the_first",
        {"lengths": lambda p, m: [p + 1] * m},
        "You counted every step as if it stood at the first length.",
        "How many tokens has the cache at the first step, and how many at the last?",
    ),
    (
        "every_step_like_the_prompt",
        {"lengths": lambda p, m: [p] * m},
        "You counted every step as if the cache held the prompt and nothing else.",
        "What does each step leave behind in the cache?",
    ),
    (
        "first_step_only",
        {"lengths": lambda p, m: [p + 1] if m else []},
        "You counted one step, the first.",
        "What makes your code go on to the second step? Where does `return` stand?",
    ),
    (
        "prompt_counted_once",
        {"lengths": lambda p, m: [p, m * (m + 1) // 2]},
        "Your sum has the tokens of the prompt once.",
        "How many of the n_new steps go through the prompt's keys and values?",
    ),
    (
        "half_the_count",
        [{"unit": 0.5}, {"width": lambda d_k, d_v: (d_k + d_v) // 2}],
        "Your count is half of what it should be.",
        "Half of a sum of pairs is the sum. Where does your formula divide by 2 once more?",
    ),
    (
        "prefill_counted",
        {"lengths": lambda p, m: [p * p, *range(p + 1, p + m + 1)]},
        "You counted the reading of the prompt as well.",
        "Which steps does the exercise name, and at which length does the first of them stand?",
    ),
    (
        "mean_of_prompt_and_end",
        {"lengths": lambda p, m: [m * (2 * p + m) // 2]},
        "Your mean length is the one halfway between n_prompt and the final length.",
        "The mean lies halfway between the first step's length and the last one's. "
        "Which length has the first?",
    ),
)


MISCONCEPTIONS += [
    *(
        Misconception(
            "halved_too_early",
            (formula,),
            "Your count halves a product before the last factor, and loses half of that factor where the "
            "product is odd.",
            "Try n_prompt = 0, n_new = 2, d_k = 1 and d_v = 2 by hand. Where may you divide by 2, so that "
            "nothing gets lost?",
        )
        for formula in (
            lambda p, m, d_k, d_v: (d_k + d_v) * (2 * p + m + 1) // 2 * m,
            lambda p, m, d_k, d_v: (d_k + d_v) * m // 2 * (2 * p + m + 1),
        )
    ),
    *other_orders(total, "n_prompt n_new d_k d_v", same=("n_prompt n_new d_v d_k",)),
]
