"""growth_exponent: least-squares slope on log-log axes."""

from itertools import permutations

import numpy as np

from autograder.kit.exercise import aspect, call, exercise, fail, unchanged
from autograder.kit.misconception import known
from autograder.lessons.timing_a_step.parts import (
    all_the_same,
    least_squares,
    robust,
    slopes,
    through_the_ends,
)
from autograder.lessons.timing_a_step.probing import arrays_only, expect_number


def _growth_cases(rng):
    """(lengths, costs): power laws, an affine cost, one with noise; few points and many."""
    lengths = 2 ** np.arange(4, 11)
    yield lengths, 3.0 * lengths**1.0
    yield lengths, 7 * lengths**2
    yield lengths, 1e-6 * lengths**0.5
    yield lengths, 3000.0 + 8.0 * lengths
    yield lengths, 5.0 / lengths
    yield np.array([3, 5, 20, 90]), rng.uniform(1, 9, 4)
    yield np.array([700, 10, 90, 3000, 41]), rng.uniform(1e-6, 1e-3, 5)
    yield np.array([10, 1000]), np.array([4.0, 9.0])


def _growth_probe(growth_exponent, rng):
    return [float(growth_exponent(lengths, costs)) for lengths, costs in _growth_cases(rng)]


@exercise("growth_exponent", probe=_growth_probe)
def growth_exponent(growth_exponent, *, rng):
    """Least-squares slope on log-log axes."""
    with aspect("data", "gives the least-squares slope on log-log axes, for powers and for anything else"):
        for lengths, costs in _growth_cases(rng):
            _expect_exponent(growth_exponent, lengths, costs)
    with aspect("inputs", "lengths and costs stay as they were"):
        for lengths, costs in _growth_cases(rng):
            before = lengths.copy(), costs.copy()
            _expect_exponent(growth_exponent, lengths, costs)
            unchanged(before, (lengths, costs), ["lengths", "costs"])
    with aspect("lists", "lists of numbers do as well as arrays"):
        for lengths, costs in (
            ([1, 2], [1, 4]),
            (lengths.tolist(), costs.tolist()),
            ([90, 3, 20], [9, 2, 7]),
        ):
            _expect_exponent(growth_exponent, lengths, costs, explain=arrays_only)


def _expect_exponent(growth_exponent, lengths, costs, explain=lambda error: (None, "")):
    x, y = np.log(lengths), np.log(costs)
    expected = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()
    result = call(
        growth_exponent,
        lengths,
        costs,
        shown=f"growth_exponent({_shown(lengths)}, {_shown(costs)})",
        explain=explain,
    )
    got = expect_number(result, "growth_exponent(lengths, costs)", "one number, the slope")
    if not abs(got - expected) <= 1e-6 * max(1, abs(expected)):
        fail(
            f"for lengths {_listed(lengths)} and costs {_listed(costs)}, growth_exponent gave {got:.6g}; "
            f"the least-squares slope of log cost against log length is {expected:.6g}."
        )


def _shown(numbers):
    return f"array({_listed(numbers)})" if isinstance(numbers, np.ndarray) else _listed(numbers)


def _listed(numbers):
    return "[" + ", ".join(f"{x:.4g}" for x in numbers) + "]"


def _growth_exponent_in_parts(lengths, costs, *, x=np.log, y=np.log, fit=lambda x, y: least_squares(x, y)[0]):
    return float(fit(x(np.asarray(lengths, dtype=float)), y(np.asarray(costs, dtype=float))))


MISCONCEPTIONS = known(
    _growth_exponent_in_parts,
    (
        "mean_neighbour_slope",
        {"fit": lambda x, y: np.mean(np.diff(y) / np.diff(x))},
        "Your number is the mean of the slopes between neighbours.",
        "For evenly spaced points, which two of them decide that mean? What do the others count for?",
    ),
    (
        "mean_ratio_of_logs",
        {"fit": lambda x, y: np.mean(y / x)},
        "Your number is the mean of log cost over log length.",
        "If cost = 8 · n, what is log cost over log length? And what is the slope?",
    ),
    (
        "rounded_exponent",
        {"fit": lambda x, y: np.round(least_squares(x, y)[0])},
        "Your exponent is rounded to a whole number.",
        "What would an exponent of 0.5 tell a reader that 0 hides?",
    ),
    (
        "cost_ratio",
        {"x": all_the_same, "y": all_the_same, "fit": lambda x, y: y[-1] / y[0]},
        "Your number is the last cost over the first.",
        "By what factor did the length grow meanwhile? An exponent has to do with both.",
    ),
    (
        "straight_axes",
        {"x": all_the_same, "y": all_the_same},
        "Your slope is that of costs against lengths, without logarithms.",
        "If cost = n², what is its slope on straight axes? And what is log(n²)?",
    ),
    (
        "log_of_costs_only",
        {"x": all_the_same},
        "Your slope is that of log cost against length.",
        "If cost = n², against what is log cost a straight line?",
    ),
    (
        "log_of_lengths_only",
        {"y": all_the_same},
        "Your slope is that of cost against log length.",
        "If cost = n², which of the two has to be taken the log of, or both?",
    ),
    (
        "axes_swapped",
        {"fit": lambda x, y: least_squares(y, x)[0]},
        "Your slope is that of log length against log cost.",
        "Which of the two stands on the vertical axis?",
    ),
    (
        "intercept_returned",
        {"fit": lambda x, y: least_squares(x, y)[1]},
        "Your number is where the line crosses the axis.",
        "Which of the two numbers of a line says how steep it is?",
    ),
    *(
        (
            "two_ends",
            {"fit": fit},
            "Your slope is that from the first point to the last.",
            "What do the points between them count for?",
        )
        for fit in (lambda x, y: (y[-1] - y[0]) / (x[-1] - x[0]), lambda x, y: through_the_ends(x, y)[0])
    ),
    (
        "last_two_points",
        {"fit": lambda x, y: (y[-1] - y[-2]) / (x[-1] - x[-2])},
        "Your slope is that between the last two points.",
        "What do the other points count for?",
    ),
    (
        "mean_of_all_slopes",
        {"fit": lambda x, y: np.mean(slopes(x, y)[0])},
        "Your slope is the mean of the slopes between all points.",
        "Two points that are close together have a slope, too. How much does it say, and how much does it "
        "count in least squares?",
    ),
    (
        "correlation",
        {"fit": lambda x, y: np.corrcoef(x, y)[0, 1]},
        "Your number is a correlation.",
        "What is it for costs that are exactly n², and what is the exponent?",
    ),
    (
        "costs_sorted_apart",
        [
            {"fit": lambda x, y: least_squares(np.sort(x), np.sort(y))[0]},
            {"fit": lambda x, y: least_squares(x, np.sort(y))[0]},
        ],
        "Your costs were sorted for themselves, and so stand beside other lengths.",
        "Which length belongs to the smallest cost?",
    ),
    *(
        (
            "bases_mixed",
            {"x": x, "y": y},
            "Your two logarithms have different bases.",
            "A straight line's slope is so much up for so much to the right. What if the two are measured "
            "in different units?",
        )
        for x, y in permutations((np.log, np.log2, np.log10), 2)
    ),
    *(
        (
            "log_of_one_more",
            {"x": x, "y": y},
            "One is added before your logarithms are taken.",
            "How large is 1 beside a cost of a millionth of a second?",
        )
        for x, y in ((np.log1p, np.log1p), (np.log1p, np.log), (np.log, np.log1p))
    ),
    (
        "log_line_through_origin",
        {"fit": lambda x, y: (x @ y) / (x @ x)},
        "Your line goes through the origin of the log-log axes: as if a step of length 1 cost 1.",
        "What changes in log cost if every cost is a thousand times as large, and what "
        "should happen to the slope?",
    ),
    (
        "median_neighbour_slope",
        {"fit": lambda x, y: np.median(np.diff(y) / np.diff(x))},
        "Your number is the median of the slopes between neighbours.",
        "Which kind of line does the exercise ask for?",
    ),
    *(
        (
            "fixed_part_taken_off",
            {"y": y},
            "You took the smallest cost off before the logarithm.",
            "What is an exponent of costs that are not the ones you were given? A fixed part is what the "
            "lesson looks at next.",
        )
        for y in (lambda y: np.log(y - y.min() + 1), lambda y: np.log(np.maximum(y - y.min(), 1e-12)))
    ),
    (
        "parabola",
        {"fit": lambda x, y: np.polyfit(x, y, 2)[0]},
        "Your number comes from a parabola through the logarithms.",
        "Which degree has a straight line?",
    ),
    (
        "median_slope",
        {"fit": lambda x, y: robust(x, y)[0]},
        "Your slope is the median of the slopes between points.",
        "Which kind of line does the exercise ask for?",
    ),
)
