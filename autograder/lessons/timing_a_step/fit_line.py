"""fit_line: (per_token, fixed), right on a line with up to 20 % of the points far above it.

Over 400 lines: its misconceptions, each with its parts, sentence and question.
"""

import math

import numpy as np

from autograder.kit.exercise import aspect, call, exercise, fail, unchanged, with_article
from autograder.kit.misconception import known
from autograder.lessons.timing_a_step.parts import (
    all_the_same,
    least_squares,
    robust,
    slopes,
    through_the_ends,
)
from autograder.lessons.timing_a_step.probing import arrays_only

FIT_TOLERANCE = 0.05
"""Relative to the line: wide enough for every robust method, some of which only dampen what lies far off."""


NOISE = 1e-4


def _lines(rng):
    """Points on lines with outliers far above: (lengths, costs, per_token, fixed, the places that are
    lifted)."""
    even, doubling = np.arange(1, 21), 2 ** np.arange(10)
    designs = (
        (50 * even[:10], ()),
        (50 * even[:10], (2, 6)),
        (64 * doubling[:6], (2,)),
        (100 * even[:6], (3,)),
        (32 * even[:15], (3, 6, 10)),
        (16 * even, (2, 7, 11, 16)),
        (8 * doubling[:8], (3,)),
        (100 * even[:15], (0, 8)),
        (24 * even, (19, 6)),
    )
    yield from (_lifted(rng, *design, i) for i, design in enumerate(designs))
    for lengths, above, share in ((8 * doubling, (0, 4), 0.3), (16 * 4 ** np.arange(9), (0,), 2e-4)):
        per_token = rng.uniform(1, 9)
        fixed, costs = _line(rng, lengths, per_token, share)
        costs[list(above)] *= 4  # short steps, far too slow and still faster than long ones
        yield lengths, costs, per_token, fixed, above
    for lengths, place in ((8 * doubling[:5], 4), (50 * even[:5], 0), (50 * even[:5], 2)):
        yield _lifted(rng, lengths, (place,), place)


def _many_lines(rng):
    """Five points and more, even and doubling lengths, a fifth of the points far above: at the ends, in the
    middle, anywhere."""
    for n in (5, 6, 7, 9, 10, 11, 15, 20):
        lift = n // 5
        middle, ends = n // 2 - lift // 2, (range(n - lift, n), range(lift), (n - 1, 0)[:lift])
        anywhere = rng.permutation(n)[:lift].tolist()
        places = [(i,) for i in range(n)] if n == 5 else [*ends, range(middle, middle + lift), anywhere]
        for i, above in enumerate(places):
            lengths = 8 * 2 ** np.arange(n) if n < 12 and i % 2 == 0 else 50 * np.arange(1, n + 1)
            yield _lifted(rng, lengths, tuple(above), i)
            if n == 5:
                yield _lifted(rng, 50 * np.arange(1, n + 1), above, i + 1)
        if n in (10, 11):  # hide each other: without one of them the line still goes to the other
            yield _lifted(rng, 8 * 2 ** np.arange(n), (n - 3, n - 2), 0)


def _lifted(rng, lengths, above, i):
    """A line whose points at the places `above` are lifted far above it; slopes are small for odd i, large
    for even ones."""
    per_token, share = rng.uniform(1, 9) * 10.0 ** (-7 if i % 2 else 2), rng.uniform(0.3, 0.8)
    fixed, costs = _line(rng, lengths, per_token, share)
    costs[list(above)] += costs.max() * rng.permutation(2 * 1.3 ** np.arange(len(above)))
    return lengths, costs, per_token, fixed, above


def _in_order(order, lengths, costs, per_token, fixed, above):
    """The same line with its points in another order."""
    moved = tuple(int(np.flatnonzero(order == place)[0]) for place in above)
    return lengths[order], costs[order], per_token, fixed, moved


def _every_second(n):
    """The even places, then the odd ones: the largest length then stands between two smaller ones."""
    return np.argsort(np.arange(n) % 2, kind="stable")


def _line(rng, lengths, per_token, share):
    """(fixed, costs): a line with a little noise, whose fixed part is this share of what tokens cost at the
    mean length."""
    fixed = share * per_token * lengths.mean()
    return fixed, (fixed + per_token * lengths) * (1 + NOISE * rng.uniform(-1, 1, len(lengths)))


def _fit_line_probe(fit_line, rng):
    lines = list(_lines(rng))
    lines += [_in_order(_every_second(len(line[0])), *line) for line in lines[-3:-2]]
    return [np.array(fit_line(lengths, costs), dtype=float) for lengths, costs, *_ in lines]


@exercise("fit_line", probe=_fit_line_probe)
def fit_line(fit_line, *, rng):
    """(per_token, fixed), right on a line with up to 20 % of the points far above it."""
    with aspect("data", "finds the line that most points lie on, up to a fifth of them far above it"):
        for line in _lines(rng):
            _expect_line(fit_line, *line)
    with aspect(
        "data", "from five points on, whichever of them are too high, the first and the last included"
    ):
        for line in _many_lines(rng):
            _expect_line(fit_line, *line)
    with aspect("inputs", "lengths and costs may be in any order, and stay as they were"):
        for line in _lines(rng):
            lengths, costs, *_ = line
            before = lengths.copy(), costs.copy()
            _expect_line(fit_line, *line)
            unchanged(before, (lengths, costs), ["lengths", "costs"])
            _expect_line(fit_line, *_in_order(rng.permutation(len(lengths)), *line), ordered=False)
        for line in _many_lines(rng):
            _expect_line(fit_line, *_in_order(_every_second(len(line[0])), *line), ordered=False)
    with aspect("lists", "lists of numbers do as well as arrays"):
        lengths, costs, *expected = next(_lines(rng))
        for given in (
            ([1, 2, 3, 4, 5], [12, 14, 16, 48, 20], 2, 10, (3,)),
            (lengths.tolist(), costs.tolist(), *expected),
        ):
            _expect_line(fit_line, *given, explain=arrays_only)


def _expect_line(
    fit_line, lengths, costs, per_token, fixed, above, explain=lambda error: (None, ""), ordered=True
):
    kind = "points" if isinstance(lengths, np.ndarray) else "points in lists"
    result = call(
        fit_line,
        lengths,
        costs,
        shown=f"fit_line(lengths, costs) with {len(lengths)} {kind}",
        explain=explain,
    )
    try:
        slope, intercept = (float(part) for part in result)
    except (TypeError, ValueError):
        fail(
            f"fit_line(lengths, costs) is {_brief(result)}; expected two numbers, (per_token, fixed).",
            misconception="another_type",
            diagnosable=False,
        )
    mean = per_token * np.mean(lengths) + fixed
    if _on_line(slope, intercept, per_token, fixed, mean):
        return
    data = f"{len(lengths)} points on the line {fixed:.4g} + {per_token:.4g}·n"
    if above:
        data += f", {len(above)} of them lifted far above it"
    if not ordered:
        data += ", in no particular order"
    message = f"for {data}, fit_line gave per_token = {slope:.4g}, fixed = {intercept:.4g}."
    if _on_line(intercept, slope, per_token, fixed, mean):
        fail(
            f"{message}\nThese are the right numbers in the other order. The result is (per_token, fixed): "
            "which of your two multiplies n?",
            misconception="swapped_fit",
        )
    if not math.isfinite(slope):
        fail(
            f"{message}\nNaN is what 0 / 0 gives, and then every median and mean that meets it. "
            "Which of your divisions can be 0 / 0?"
        )
    fail(message, **_pulled(slope, intercept, lengths, costs, per_token, fixed, above))


def _pulled(slope, intercept, lengths, costs, per_token, fixed, above):
    """What may be behind a line that comes near one of the points far above."""
    for place in above:
        lift = costs[place] - (fixed + per_token * lengths[place])
        if abs(slope * lengths[place] + intercept - costs[place]) < 0.5 * lift:
            near = "one of those far above"
            if len(above) == 1:
                at = {min(lengths): "the first", max(lengths): "the last"}.get(
                    lengths[place], "one between the ends"
                )
                near = f"{at}, and that one is far above"
            return {
                "suspected": "pulled_by_a_point",
                "question": (
                    f"Your line comes near the point at length {lengths[place]:.4g} ({near}) and misses the "
                    f"others. Among {len(lengths)} points a line goes well with most of them. What in your "
                    "method gives a single one so much weight?"
                ),
            }
    return {}


def _on_line(slope, intercept, per_token, fixed, mean):
    return (
        abs(slope - per_token) <= FIT_TOLERANCE * per_token and abs(intercept - fixed) <= FIT_TOLERANCE * mean
    )


def _brief(value):
    text = repr(value)
    return text if len(text) <= 60 else with_article(type(value).__name__)


def _fit_line_in_parts(x, y, *, method):
    return method(np.asarray(x, dtype=float), np.asarray(y, dtype=float))


def _through_origin(x, y):
    return (x @ y) / (x @ x), 0.0


def _median_ratio(x, y):
    return np.median(y / x), 0.0


def _ratio_and_rest(x, y):
    slope = np.median(y / x)
    return slope, np.median(y - slope * x)


def _medians(x, y):
    slope, _ = robust(x, y)
    return slope, np.median(y) - slope * np.median(x)


def _smallest_cost(x, y):
    return robust(x, y)[0], y.min()


def _mean_remainder(x, y):
    slope, _ = robust(x, y)
    return slope, np.mean(y - slope * x)


def _log_log(x, y):
    slope, intercept = least_squares(np.log(x), np.log(y))
    return slope, np.exp(intercept)


def _mean_slope(x, y):
    i, j = np.triu_indices(len(x), 1)
    slope = np.mean((y[j] - y[i]) / (x[j] - x[i]))
    return slope, np.median(y - slope * x)


def _one_dropped(how_far):
    def method(x, y):
        slope, intercept = least_squares(x, y)
        worst = np.argmax(how_far(y - slope * x - intercept))
        return least_squares(np.delete(x, worst), np.delete(y, worst))

    return method


def _clipped(how_far, deviations):
    """Least squares of what lies within so many standard deviations of a first line."""

    def method(x, y):
        slope, intercept = least_squares(x, y)
        rest = y - slope * x - intercept
        near = how_far(rest) <= deviations * rest.std()
        return least_squares(x[near], y[near])

    return method


def _lowest_dropped(x, y):
    for _ in range(len(x) // 5):
        slope, intercept = least_squares(x, y)
        worst = np.argmin(y - slope * x - intercept)
        x, y = np.delete(x, worst), np.delete(y, worst)
    return least_squares(x, y)


def _cheapest(x, y, count):
    kept = np.sort(np.argsort(y)[:count])
    return least_squares(x[kept], y[kept])


def _highest_dropped(x, y):
    return _cheapest(x, y, len(y) - len(y) // 5)


def _inside_box(x, y):
    low, high = np.percentile(y, [25, 75])
    near = y <= high + 1.5 * (high - low)
    return least_squares(x[near], y[near])


def _two_cheapest(x, y):
    return _cheapest(x, y, 2)


def _from_first_point(x, y):
    slope = np.median((y[1:] - y[0]) / (x[1:] - x[0]))
    return slope, np.median(y - slope * x)


def _fixed_of_first_point(x, y):
    slope, _ = robust(x, y)
    return slope, y[0] - slope * x[0]


def _middle(numbers):
    return numbers[len(numbers) // 2]


def _unsorted(way):
    def method(x, y):
        slope = _middle(slopes(x, y)[way])
        return slope, _middle(y - slope * x)

    return method


def _whole_slope(middle):
    def method(x, y):
        slope = middle(np.sort(np.floor(slopes(x, y)[0])))
        return slope, middle(np.sort(y - slope * x))

    return method


def _first_half(x, y):
    half = max(3, len(x) // 2)
    return least_squares(x[:half], y[:half])


def _least_absolute(x, y):
    """The line through two of the points with the least sum of absolute deviations: one of these is the least
    of all."""
    i, j = np.triu_indices(len(x), 1)
    slopes = (y[j] - y[i]) / (x[j] - x[i])
    fixed = y[i] - slopes * x[i]
    best = np.argmin(np.abs(y - slopes[:, None] * x - fixed[:, None]).sum(axis=1))
    return slopes[best], fixed[best]


def _pairs_of_halves(x, y):
    order = np.argsort(x)
    x, y = x[order], y[order]
    half = len(x) // 2
    slope = np.median((y[-half:] - y[:half]) / (x[-half:] - x[:half]))
    return slope, np.median(y - slope * x)


def _neighbours(x, y):
    slope = np.median(np.diff(y) / np.diff(x))
    return slope, np.median(y - slope * x)


def _thirds(x, y):
    third = max(1, len(x) // 3)
    slope = (np.median(y[-third:]) - np.median(y[:third])) / (np.median(x[-third:]) - np.median(x[:third]))
    return slope, np.median(y - slope * x)


def _worst_dropped(x, y):
    """Fit and drop the worst point, above the line or below, a fifth of the times."""
    for _ in range(len(x) // 5):
        slope, intercept = least_squares(x, y)
        worst = np.argmax(np.abs(y - slope * x - intercept))
        x, y = np.delete(x, worst), np.delete(y, worst)
    return least_squares(x, y)


def _worst_dropped_at_once(how_far):
    def method(x, y):
        slope, intercept = least_squares(x, y)
        kept = np.sort(np.argsort(how_far(y - slope * x - intercept))[: len(x) - len(x) // 5])
        return least_squares(x[kept], y[kept])

    return method


def _for_few(most):
    """Least squares for so many points at most."""
    return lambda x, y: (least_squares if len(x) <= most else robust)(x, y)


def _first_cost(x, y):
    return robust(x, y)[0], y[0]


def _weighted(x, y):
    return tuple(np.polyfit(x, y, 1, w=1 / y))


def _tokens_per_cost(x, y):
    slope, fixed = robust(x, y)
    return 1 / slope, fixed


def _upside_down(x, y):
    slope = np.median(1 / np.array(slopes(x, y)[0]))
    return slope, np.median(y - slope * x)


def _wrong_sign(x, y):
    slope, fixed = robust(x, y)
    return slope, -fixed


def _smallest_slope(of_rest):
    def method(x, y):
        slope = np.min(slopes(x, y)[0])
        return slope, of_rest(y - slope * x)

    return method


MISCONCEPTIONS = known(
    _fit_line_in_parts,
    (
        "log_log_line",
        {"method": _log_log},
        "Your numbers belong to a line on log-log axes, which is a power of n.",
        "The exercise asks for fixed + per_token · n. On which axes is that straight?",
    ),
    (
        "mean_of_slopes",
        {"method": _mean_slope},
        "Your per_token is the mean of the slopes between points.",
        "What does one slope of a thousand do to a mean, and which summary would not care?",
    ),
    *(
        (
            "one_outlier_dropped",
            {"method": _one_dropped(how_far)},
            "Your line is least squares after one point, the worst, was dropped.",
            "How many of 20 points may lie far above?",
        )
        for how_far in (all_the_same, np.abs)
    ),
    *(
        (
            "clipped_once",
            {"method": _clipped(how_far, deviations)},
            "Your line is a second least squares, without the points that lay some standard "
            "deviations off the first.",
            "What do points far above do to the line and the standard deviation that are to find them?",
        )
        for how_far in (all_the_same, np.abs)
        for deviations in (2, 2.5, 3)
    ),
    (
        "costs_sorted_apart",
        {"method": lambda x, y: robust(np.sort(x), np.sort(y))},
        "Your costs were sorted for themselves, and so stand beside other lengths.",
        "After sorting, which length belongs to the cost of a point far above?",
    ),
    (
        "cost_against_length_swapped",
        {"method": lambda x, y: robust(y, x)},
        "Your line gives a length for each cost.",
        "Which of the two stands on the vertical axis?",
    ),
    (
        "slope_of_least_squares",
        {"method": lambda x, y: (least_squares(x, y)[0], np.median(y - least_squares(x, y)[0] * x))},
        "Your per_token is that of ordinary least squares.",
        "What does one point far above do to the slope of least squares?",
    ),
    *(
        (
            "least_squares_for_few",
            {"method": _for_few(most)},
            "With few points your line is that of ordinary least squares.",
            "Five points, one of them far above: what does least squares make of these?",
        )
        for most in (5, 7, 9)
    ),
    (
        "least_absolute_deviations",
        {"method": _least_absolute},
        "Your line is that of least absolute deviations.",
        "Lengths 8, 16, 32, 64 and 128, the cost at 128 far too high: which line is nearer in all, the true "
        "one, or one that goes through that point?",
    ),
    (
        "slopes_of_some_pairs",
        {"method": _pairs_of_halves},
        "Your slopes are those between a point of the first half and one of the second, each point once.",
        "Five points make ten pairs. How many does your code use, and how many of them may one "
        "point far above spoil?",
    ),
    (
        "neighbours_as_they_come",
        {"method": _neighbours},
        "Your slopes are those between points that stand beside each other as they were given.",
        "Lengths 1, 3, 5, 2, 4, the cost at 5 far too high: which slopes are too steep, "
        "and how many are left?",
    ),
    (
        "medians_of_thirds",
        {"method": _thirds},
        "Your line goes through the middle of the first third and that of the last.",
        "Of how many points are these medians, if there are five in all?",
    ),
    (
        "worst_dropped_in_turn",
        {"method": _worst_dropped},
        "Your line is least squares without the points that lay farthest off, one after the other.",
        "A high point at an end pulls the line to itself. Which point lies farthest off then?",
    ),
    *(
        (
            "worst_dropped_at_once",
            {"method": _worst_dropped_at_once(how_far)},
            "Your line is least squares without the fifth of the points that lay farthest off a first line.",
            "That first line was pulled by the points it is to find. Which points lie far off it?",
        )
        for how_far in (np.abs, all_the_same)
    ),
    (
        "weighted_by_cost",
        {"method": _weighted},
        "Your line is least squares with weights of one over the cost.",
        "How much does a short step count that was interrupted and still cost less than a long one?",
    ),
    (
        "lowest_dropped",
        {"method": _lowest_dropped},
        "Your line is least squares after the points farthest below were dropped.",
        "On which side of the line do interrupted steps lie?",
    ),
    *(
        (
            "highest_costs_dropped",
            {"method": method},
            "Your line is least squares without the highest costs.",
            "A short step was interrupted and still cost less than a long one. Highest compared with what?",
        )
        for method in (_highest_dropped, _inside_box)
    ),
    (
        "two_cheapest_points",
        {"method": _two_cheapest},
        "Your line goes through the two cheapest points.",
        "What becomes of it if one of these two was interrupted?",
    ),
    (
        "slopes_from_first_point",
        {"method": _from_first_point},
        "Your slopes all begin at the first point.",
        "How many of them are spoilt if that point lies far above?",
    ),
    (
        "fixed_from_first_point",
        {"method": _fixed_of_first_point},
        "Your per_token is robust, your fixed comes from the first point alone.",
        "What if that point is one of those far above?",
    ),
    *(
        (
            "middle_of_unsorted",
            {"method": _unsorted(way)},
            "Your numbers stand in the middle of a list that was not sorted.",
            "What has to be done to a list before its middle is a median?",
        )
        for way in (0, 1)
    ),
    *(
        (
            "rounded_down",
            {"method": _whole_slope(middle)},
            "Your slopes are rounded down to whole numbers.",
            "What does // do with 3 // 2?",
        )
        for middle in (np.median, _middle)
    ),
    (
        "half_the_points",
        {"method": _first_half},
        "Your line is least squares over the first half of the points.",
        "What keeps a point far above out of the first half?",
    ),
    *(
        (
            "tokens_for_cost",
            {"method": method},
            "Your per_token is upside down: tokens for a unit of cost.",
            "Which unit has a slope if costs stand on the vertical axis?",
        )
        for method in (_tokens_per_cost, _upside_down)
    ),
    (
        "fixed_with_wrong_sign",
        {"method": _wrong_sign},
        "Your fixed part has the wrong sign.",
        "What is left of a cost when per_token · n is taken off it?",
    ),
    *(
        (
            "smallest_slope",
            {"method": _smallest_slope(of_rest)},
            "Your per_token is the smallest of the slopes between points.",
            "What is the slope from a point far above to its right neighbour?",
        )
        for of_rest in (np.median, np.min)
    ),
    (
        "least_squares",
        {"method": least_squares},
        "Your line is that of ordinary least squares: a point far off pulls it with the "
        "square of its distance.",
        "Take the slope between every two points. Which of these slopes do the points far above spoil, "
        "and which number of the sorted slopes do they leave alone?",
    ),
    (
        "line_through_origin",
        {"method": _through_origin},
        "Your line goes through the origin: a step of length 0 would cost nothing.",
        "What does a step pay before it has read the first key?",
    ),
    *(
        (
            "cost_per_length",
            {"method": method},
            "Your per_token is a cost divided by its length, which spreads the fixed part over the tokens.",
            "Double the length: does the fixed part double?",
        )
        for method in (_median_ratio, _ratio_and_rest)
    ),
    (
        "first_and_last_point",
        {"method": through_the_ends},
        "Your line goes through the first point and the last one.",
        "What becomes of the line if one of these two was interrupted, and what do the "
        "points between them know?",
    ),
    (
        "fixed_left_out",
        {"method": lambda x, y: (robust(x, y)[0], 0.0)},
        "Your per_token is right; your fixed is 0.",
        "With per_token · n taken off each cost, what is left?",
    ),
    (
        "fixed_from_medians",
        {"method": _medians},
        "Your per_token is right; your fixed is median cost less per_token times median length.",
        "Points far above move the median of the costs. What is left of each point once "
        "per_token · n is taken off it?",
    ),
    (
        "fixed_is_median_cost",
        {"method": lambda x, y: (robust(x, y)[0], np.median(y))},
        "Your fixed is the median of the costs as they are.",
        "What do these costs contain besides the fixed part?",
    ),
    (
        "fixed_is_first_cost",
        {"method": _first_cost},
        "Your fixed is the first of the costs.",
        "What does that step pay for its tokens, and what if it was interrupted?",
    ),
    (
        "fixed_is_smallest_cost",
        {"method": _smallest_cost},
        "Your fixed is the smallest of the costs.",
        "What does the shortest step pay for its tokens?",
    ),
    (
        "fixed_from_mean",
        {"method": _mean_remainder},
        "Your per_token is robust, your fixed is a mean: a point far above pulls it up.",
        "Which number of the remainders, sorted, does a point far above leave alone?",
    ),
)
