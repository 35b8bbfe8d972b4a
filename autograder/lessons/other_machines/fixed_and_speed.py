"""fixed_and_speed: the least-squares line of times against bytes, and what it says about a machine.

Over 400 lines: its misconceptions, each with its parts, sentence and question.
"""

import math

import numpy as np

from autograder.kit.closed_forms import as_number
from autograder.kit.exercise import another_type, aspect, call, exercise, fail, something
from autograder.kit.misconception import Misconception, known
from autograder.kit.properties import leaves_things_alone
from decodelab import floor


def _points(rng, m, scale=1e9, noise=0.15, fixed=0.002, speed=1.8e12):
    """m points off a line, not in order: (bytes_each, seconds)."""
    bytes_each = rng.uniform(0.8, 14, size=m) * scale
    seconds = fixed + bytes_each / speed
    return bytes_each, seconds * (1 + noise * rng.uniform(-1, 1, size=m))


def _probe(fixed_and_speed, rng):
    for m in (3, 4, 6, 9):
        yield _plain(fixed_and_speed(*_points(rng, m)))
    yield _plain(fixed_and_speed(*_points(rng, 6, fixed=-0.004)))
    yield _plain(fixed_and_speed(*_points(rng, 5, scale=1.0, fixed=3.0, speed=0.7)))


def _plain(pair):
    """Both numbers, each weighed alike: (fixed in ms, speed in TB/s)."""
    fixed, speed = (float(number) for number in pair)
    return np.array([1e3 * fixed]), np.array([speed / 1e12])


@exercise(
    "fixed_and_speed", probe=lambda answer, rng: (part for pair in _probe(answer, rng) for part in pair)
)
def fixed_and_speed(fixed_and_speed, *, rng):
    """(fixed, speed) of the least-squares line seconds = fixed + bytes_each / speed."""
    with aspect("line", "right on a line, two points or more, in any order"):
        _take(fixed_and_speed, np.array([10.0, 20.0, 30.0]), np.array([3.0, 4.0, 5.0]))
        for m in (2, 3, 7):
            _take(fixed_and_speed, *_points(rng, m, noise=0))
        _take(fixed_and_speed, *_points(rng, 5, scale=1.0, noise=0, fixed=3.0, speed=0.7))
    with aspect("equals", "the smallest sum of squared differences in seconds"):
        for m in (3, 4, 5, 8, 20):
            _take(fixed_and_speed, *_points(rng, m))
        _take(fixed_and_speed, *_points(rng, 6, scale=1.0, fixed=3.0, speed=0.7))
        _take(fixed_and_speed, *_points(rng, 6, fixed=-0.001))
    with aspect("inputs", "the arrays are left as they were"):
        leaves_things_alone(
            lambda *given: np.array(_pair(fixed_and_speed, *given)),
            lambda: list(_points(rng, 5)),
            ["bytes_each", "seconds"],
        )


def _pair(fixed_and_speed, bytes_each, seconds):
    shown = "fixed_and_speed(bytes_each, seconds)"
    result = call(fixed_and_speed, bytes_each, seconds, shown=shown)
    something(result, shown)
    if isinstance(result, np.ndarray) and result.shape == (2,) and result.dtype != object:
        result = result.tolist()
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        another_type(result, shown, "two numbers, (fixed, speed)")
    return tuple(as_number(number, f"{shown}[{i}]") for i, number in enumerate(result))


def _take(fixed_and_speed, bytes_each, seconds):
    got = _pair(fixed_and_speed, bytes_each.copy(), seconds.copy())
    expected = floor.fixed_and_speed(bytes_each, seconds)
    for name, unit, mine, theirs in zip(
        ("fixed", "speed"), ("s", "bytes a second"), expected, got, strict=True
    ):
        if not math.isclose(theirs, mine, rel_tol=1e-9, abs_tol=1e-12 if name == "fixed" else 0):
            given = "" if len(seconds) > 4 else f" (bytes {_list(bytes_each)}, seconds {_list(seconds)})"
            fail(f"{name} is {theirs:.8g} {unit}; expected {mine:.8g}{given}.")


def _list(numbers):
    return "[" + ", ".join(f"{number:.6g}" for number in numbers) + "]"


def _in_parts(
    bytes_each,
    seconds,
    *,
    slope=lambda x, y: np.polyfit(x, y, 1)[0],
    intercept=lambda x, y, slope: y.mean() - slope * x.mean(),
    speed=lambda slope: 1 / slope,
    shown=lambda fixed, speed: (fixed, speed),
):
    x, y = np.asarray(bytes_each, float), np.asarray(seconds, float)
    found = slope(x, y)
    return shown(intercept(x, y, found), speed(found))


def _between(i, j):
    return lambda x, y: (y[j(x)] - y[i(x)]) / (x[j(x)] - x[i(x)])


def _fitted(degree=1, **how):
    """What np.polyfit gives for a line or a curve, as slope and intercept."""

    def coefficient(place):
        def found(x, y, *_):
            weights = {name: weigh(x, y) for name, weigh in how.items()}
            return np.polyfit(x, y, min(degree, len(x) - 1), **weights)[-place]

        return found

    return {"slope": coefficient(2), "intercept": coefficient(1)}


def _each_sorted(x, y):
    return np.polyfit(np.sort(x), np.sort(y), 1)


def _median_of_slopes(x, y):
    a, b = np.triu_indices(len(x), 1)
    return np.median((y[b] - y[a]) / (x[b] - x[a]))


MISCONCEPTIONS = known(
    _in_parts,
    (
        "slope_for_speed",
        {"speed": lambda slope: slope},
        "Your second number is seconds for each byte.",
        "A line with 0.1 s a byte: how many bytes a second are that?",
    ),
    (
        "speed_and_fixed",
        {"shown": lambda fixed, speed: (speed, fixed)},
        "Your two numbers have changed places.",
        "What comes first, fixed or speed?",
    ),
    (
        "slope_and_fixed",
        {"speed": lambda slope: slope, "shown": lambda fixed, speed: (speed, fixed)},
        "Your numbers are slope and fixed part, as np.polyfit gives them.",
        "Which comes first, and what makes a speed of a slope?",
    ),
    (
        "ends_only",
        [
            {
                "slope": _between(lambda x: 0, lambda x: -1),
                "intercept": lambda x, y, slope: y[0] - slope * x[0],
            },
            {
                "slope": _between(np.argmin, np.argmax),
                "intercept": lambda x, y, slope: y[np.argmin(x)] - slope * x.min(),
            },
            {"slope": _between(lambda x: 0, lambda x: -1)},
            {"slope": _between(np.argmin, np.argmax)},
        ],
        "Your line goes by two of the points.",
        "What do the others say? Which line has the smallest sum of squares over all of them?",
    ),
    (
        "first_two_points",
        {
            "slope": lambda x, y: (y[1] - y[0]) / (x[1] - x[0]),
            "intercept": lambda x, y, slope: y[0] - slope * x[0],
        },
        "Your line goes by the first two points.",
        "What do the others say? Which line has the smallest sum of squares over all of them?",
    ),
    (
        "through_the_origin",
        [
            {"slope": lambda x, y: x @ y / (x @ x), "intercept": lambda x, y, slope: 0.0},
            {"slope": lambda x, y: x @ y / (x @ x)},
        ],
        "Your line goes through the origin.",
        "What should be left of a step when there are no bytes to read?",
    ),
    (
        "axes_swapped",
        [
            {
                "slope": lambda x, y: 1 / np.polyfit(y, x, 1)[0],
                "intercept": lambda x, y, slope: y.mean() - slope * x.mean(),
            },
            {
                "slope": lambda x, y: 1 / np.polyfit(y, x, 1)[0],
                "intercept": lambda x, y, slope: np.polyfit(y, x, 1)[1],
            },
        ],
        "You fitted bytes against seconds: the smallest squares are then those of bytes.",
        "Which of the two was measured, and is to come near the line?",
    ),
    (
        "mean_speed",
        [
            {"slope": lambda x, y: 1 / np.mean(x / y)},
            {"slope": lambda x, y: 1 / np.mean(x / y), "intercept": lambda x, y, slope: 0.0},
            {"slope": lambda x, y: y.sum() / x.sum()},
            {"slope": lambda x, y: y.sum() / x.sum(), "intercept": lambda x, y, slope: 0.0},
            {"slope": lambda x, y: np.mean(y / x)},
            {"slope": lambda x, y: np.mean(y / x), "intercept": lambda x, y, slope: 0.0},
            {"slope": lambda x, y: 1 / np.mean(x / y), "intercept": lambda x, y, slope: y.min()},
            {
                "slope": lambda x, y: 1 / np.mean(x / y),
                "intercept": lambda x, y, slope: np.polyfit(x, y, 1)[1],
            },
            {
                "slope": lambda x, y: y.sum() / x.sum(),
                "intercept": lambda x, y, slope: np.polyfit(x, y, 1)[1],
            },
            {
                "slope": lambda x, y: np.mean(y / x),
                "intercept": lambda x, y, slope: np.polyfit(x, y, 1)[1],
            },
            {"slope": lambda x, y: y.sum() / x.sum(), "intercept": lambda x, y, slope: y.min()},
        ],
        "Your speed is bytes over whole steps.",
        "A step has a part without bytes. Is it in your division, too?",
    ),
    (
        "logarithms",
        [
            {
                "slope": lambda x, y: np.polyfit(np.log(x), np.log(y), 1)[0],
                "intercept": lambda x, y, slope: np.exp(np.polyfit(np.log(x), np.log(y), 1)[1]),
            },
            {
                "slope": lambda x, y: np.polyfit(np.log(x), np.log(y), 1)[0],
                "intercept": lambda x, y, slope: np.polyfit(np.log(x), np.log(y), 1)[1],
            },
            {
                "slope": lambda x, y: np.polyfit(np.log2(x), np.log2(y), 1)[0],
                "intercept": lambda x, y, slope: 2 ** np.polyfit(np.log2(x), np.log2(y), 1)[1],
            },
        ],
        "You fitted logarithms.",
        "On log-log axes a straight line is a power of the bytes. What shape has fixed "
        "+ bytes / speed there?",
    ),
    (
        "smallest_time_for_fixed",
        [
            {"intercept": lambda x, y, slope: y.min()},
            {"intercept": lambda x, y, slope: y[0]},
            {"intercept": lambda x, y, slope: y[np.argmin(x)]},
        ],
        "Your fixed part is one of the measured times.",
        "The smallest of them still reads bytes. How far is it from there to none?",
    ),
    (
        "mean_time_for_fixed",
        {"intercept": lambda x, y, slope: y.mean()},
        "Your fixed part is the mean of the times.",
        "Where is the line when there are no bytes?",
    ),
    (
        "milliseconds",
        {"shown": lambda fixed, speed: (1000 * fixed, speed)},
        "Your fixed part is in milliseconds.",
        "In which unit do the times come?",
    ),
    (
        "gigabytes_a_second",
        [{"speed": lambda slope, unit=unit: unit / slope} for unit in (1e-9, 1e-3, 1e-6, 1e-12, 2**-30)],
        "Your speed is in gigabytes a second, or in another unit than bytes a second.",
        "In which unit do the bytes come?",
    ),
    (
        "robust_fit",
        [
            {"slope": _median_of_slopes},
            {
                "slope": _median_of_slopes,
                "intercept": lambda x, y, slope: np.median(y - slope * x),
            },
        ],
        "Your slope is the median of the slopes between points, as in lesson 04.",
        "This exercise asks for least squares. How do the two differ?",
    ),
    (
        "mean_of_slopes",
        [
            {"slope": slope, **rest}
            for slope in (
                lambda x, y: np.mean(np.diff(y[np.argsort(x)]) / np.diff(x[np.argsort(x)])),
                lambda x, y: np.mean(np.diff(y) / np.diff(x)),
                lambda x, y: 1 / np.mean(np.diff(x) / np.diff(y)),
            )
            for rest in (
                {},
                {"intercept": lambda x, y, slope: y[0] - slope * x[0]},
                {"intercept": lambda x, y, slope: y[np.argmin(x)] - slope * x.min()},
            )
        ],
        "Your slope is the mean of the slopes from point to point.",
        "Two points that lie close together give a slope, too. How much should it count?",
    ),
    (
        "two_kinds_of_variance",
        [
            {"slope": lambda x, y: np.cov(x, y)[0, 1] / np.var(x)},
            {"slope": lambda x, y: np.mean((x - x.mean()) * (y - y.mean())) / np.var(x, ddof=1)},
        ],
        "Your slope is off by the factor n / (n − 1) or its inverse.",
        "np.cov divides by n − 1, np.var by n. Which do you have above the line, and which below?",
    ),
    (
        "fixed_with_another_sign",
        [
            {"intercept": lambda x, y, slope: slope * x.mean() - y.mean()},
            {"intercept": lambda x, y, slope: y.mean() + slope * x.mean()},
        ],
        "The sign of your fixed part, or of a term in it, is not right.",
        "The line goes through the means. How far does it fall from there to no bytes?",
    ),
    (
        "polyfit_turned_round",
        {"shown": lambda fixed, speed: (1 / speed, 1 / fixed)},
        "Your fixed part is the slope, and your speed is made of the fixed part.",
        "In which order does np.polyfit give slope and intercept?",
    ),
    (
        "speed_in_the_fixed_part",
        {"intercept": lambda x, y, slope: y.mean() - x.mean() / slope},
        "Your fixed part is worked out with the speed in place of the slope.",
        "Which of the two has seconds for each byte?",
    ),
    (
        "no_fixed_below_zero",
        [
            {"shown": lambda fixed, speed: (max(0.0, fixed), speed)},
            {"shown": lambda fixed, speed: (abs(fixed), speed)},
        ],
        "Where the line crosses below zero, your fixed part does not say so.",
        "The exercise asks for the line. Whose question is it what a fixed part below zero means?",
    ),
    (
        "square_forgotten",
        [
            {"slope": lambda x, y: ((x - x.mean()) * (y - y.mean())).sum() / abs(x - x.mean()).sum()},
            {"slope": lambda x, y: ((x - x.mean()) * (y - y.mean())).sum() / (x - x.mean()).sum() ** 2},
            {"slope": lambda x, y: (x - x.mean()) @ (y - y.mean()) / np.sqrt(((x - x.mean()) ** 2).sum())},
        ],
        "What your slope is divided by is not the sum of the squares.",
        "In which order are the differences squared and added up?",
    ),
    (
        "means_not_taken_off",
        [
            {"slope": lambda x, y: ((x - x.mean()) * (y - y.mean())).sum() / (x**2).sum()},
            {"slope": lambda x, y: (x @ y - x.mean() * y.mean()) / (x @ x - x.mean() ** 2)},
            {"slope": lambda x, y: (x @ y) / ((x - x.mean()) ** 2).sum()},
        ],
        "In your slope a mean is taken off in some places and not in others.",
        "By hand: which differences from the mean have bytes 10, 20, 30, and which products go into each "
        "sum?",
    ),
    (
        "ratio_of_spreads",
        [
            {"slope": lambda x, y: np.std(y) / np.std(x)},
            {"slope": lambda x, y: np.ptp(y) / np.ptp(x)},
            {"slope": lambda x, y: ((y - y.mean()) ** 2).sum() / ((x - x.mean()) ** 2).sum()},
        ],
        "Your slope compares how far times and bytes spread, each by itself.",
        "Which products in the formula say whether a long time goes with many bytes?",
    ),
    (
        "correlation_for_slope",
        {"slope": lambda x, y: np.corrcoef(x, y)[0, 1]},
        "Your slope is the correlation of bytes and times.",
        "A correlation has no unit. Which unit has a slope?",
    ),
    *(
        (
            "curve_for_line",
            _fitted(degree),
            "You fitted a curve, and gave two of its numbers.",
            "How many numbers has a straight line?",
        )
        for degree in (2, 3)
    ),
    *(
        (
            "weighted_points",
            _fitted(w=weigh),
            "In your fit some points count more than others.",
            "The smallest sum of squared differences in seconds: whose difference counts how much there?",
        )
        for weigh in (
            lambda x, y: 1 / y,
            lambda x, y: y,
            lambda x, y: 1 / x,
            lambda x, y: x,
            lambda x, y: 1 / np.sqrt(y),
            lambda x, y: np.sqrt(x),
        )
    ),
    (
        "rounded",
        [
            {"shown": lambda fixed, speed: (fixed, float(round(speed)))},
            {"shown": lambda fixed, speed: (round(fixed, 3), speed)},
            {"shown": lambda fixed, speed: (round(fixed, 6), speed)},
        ],
        "One of your numbers is rounded.",
        "Who should round, and when: whoever computes, or whoever shows?",
    ),
    (
        "each_array_sorted",
        {
            "slope": lambda x, y: _each_sorted(x, y)[0],
            "intercept": lambda x, y, slope: _each_sorted(x, y)[1],
        },
        "You sorted bytes and times each by themselves.",
        "Which time belongs to which bytes after that?",
    ),
    (
        "line_through_other_points",
        [
            {"intercept": lambda x, y, slope: (y - slope * x).min()},
            {"intercept": lambda x, y, slope: (y - slope * x).max()},
            {"intercept": lambda x, y, slope: np.median(y - slope * x)},
            {"intercept": lambda x, y, slope: y[0] - slope * x[0]},
            {"intercept": lambda x, y, slope: y[np.argmin(x)] - slope * x.min()},
        ],
        "Your slope is right, and the line goes through other points than the means.",
        "Through which point does the line of least squares always go?",
    ),
    (
        "fixed_at_one_byte",
        {"intercept": lambda x, y, slope: y.mean() / (slope * x.mean())},
        "Your fixed part divides where it should take off.",
        "How far does the line fall from the means to no bytes?",
    ),
)


MISCONCEPTIONS += [
    Misconception(
        "arguments_out_of_order",
        (lambda bytes_each, seconds: _in_parts(seconds, bytes_each),),
        "Your line is that of the two arrays the other way round.",
        "Which of the two is x, in your `def` line or in the fit?",
    ),
]
