"""What the misconceptions of this lesson are made from."""

from itertools import combinations

import numpy as np

MEAN = (
    "mean_with_spikes",
    {"combine": np.mean},
    "Your result is the mean of the timed calls: one that was interrupted pulls it up.",
    "Nothing makes a step faster than it is, many things make it slower. "
    "Which number of a sorted list would one spike leave alone?",
)


TOTAL = (
    "total_for_one_call",
    {"combine": np.sum},
    "Your result is the time of all timed calls together.",
    "What should 100 repeats give that 10 don't?",
)


SLOWEST = (
    "slowest_call",
    {"combine": np.max},
    "Your result is the slowest of the timed calls.",
    "What makes a call slow: the step, or what happens around it?",
)


LAST = (
    "last_call",
    {"combine": lambda times: times[-1]},
    "Your result is the time of the last call only.",
    "Where do the other times go, once the loop goes on?",
)


FIRST = (
    "first_call",
    {"combine": lambda times: times[0]},
    "Your result is the time of the first timed call only.",
    "What are the other repeats for?",
)


MILLISECONDS = (
    "milliseconds",
    {"unit": 1e3},
    "Your result is in milliseconds.",
    "In which unit does the timer count, and which one is asked for?",
)


MICROSECONDS = (
    "microseconds",
    {"unit": 1e6},
    "Your result is in microseconds.",
    "In which unit does the timer count, and which one is asked for?",
)


NANOSECONDS = (
    "nanoseconds",
    {"unit": 1e9},
    "Your result is in nanoseconds.",
    "In which unit does the timer count, and which one is asked for?",
)


CUMULATIVE = (
    "cumulative_times",
    {"intervals": lambda starts, ends: np.array(ends) - starts[0]},
    "Your times all begin at the same reading: each one contains the calls before it.",
    "Which reading belongs to the beginning of the third call?",
)


DIVIDED_TWICE = (
    "divided_twice",
    {"combine": lambda times: np.median(times) / len(times)},
    "Your result is the time of one call, divided by the number of repeats.",
    "Each interval holds one call already. What is left to divide by?",
)


MIDDLE_OF_UNSORTED = (
    "middle_of_unsorted",
    {"combine": lambda times: times[len(times) // 2]},
    "Your result is the call in the middle of the run, not the middle of the sorted times.",
    "What has to be done to a list before its middle is a median?",
)


UPPER_QUARTILE = (
    "upper_quartile",
    {"combine": lambda times: np.percentile(times, 75)},
    "Your result is the upper quartile of the timed calls.",
    "If two of five calls are interrupted, where in the sorted list are they?",
)


EXTREMES_TRIMMED = (
    "extremes_trimmed",
    {"combine": lambda times: np.mean(np.sort(times)[1:-1] if len(times) > 2 else times)},
    "Your result is the mean without the fastest and the slowest call.",
    "What if two calls of five are interrupted?",
)


SLOWEST_DROPPED = (
    "slowest_dropped",
    {"combine": lambda times: np.mean(np.sort(times)[: max(1, len(times) - 1)])},
    "Your result is the mean of all timed calls but the slowest.",
    "What if two calls of five are interrupted?",
)


CLIPPED = (
    "clipped_by_deviation",
    [
        {"combine": lambda times, most=most: np.mean(times[times - times.mean() <= most * times.std()])}
        for most in (0, 0.5, 1)
    ],
    "Your result is the mean of the calls that took no more than the mean, or some "
    "standard deviations above it.",
    "What do interrupted calls do to the mean and the standard deviation that are to find them?",
)


ABOVE_THE_MIDDLE = (
    "above_the_middle",
    {"combine": lambda times: np.sort(times)[min(len(times) // 2 + 1, len(times) - 1)]},
    "Your result stands one place above the middle of the sorted times.",
    "Five times, sorted: which places are safe if two of the calls were interrupted? (Places count from 0.)",
)


ALWAYS_ZERO = (
    "smallest_from_zero",
    {"combine": lambda times: 0.0},
    "Your result is 0, whatever the calls take.",
    "If you keep the smallest time so far: what does it start from, and can a time be smaller than that?",
)


SWAPPED_READINGS = (
    "swapped_readings",
    [
        {"intervals": lambda starts, ends: np.subtract(starts, ends), "combine": combine}
        for combine in (np.median, np.min, np.max)
    ],
    "Your times are negative: the later reading is taken off the earlier one.",
    "Which of the two readings is the larger one?",
)


TIMING = (
    MEAN,
    TOTAL,
    SLOWEST,
    LAST,
    FIRST,
    MIDDLE_OF_UNSORTED,
    UPPER_QUARTILE,
    EXTREMES_TRIMMED,
    SLOWEST_DROPPED,
    CLIPPED,
    ABOVE_THE_MIDDLE,
    MILLISECONDS,
    MICROSECONDS,
    NANOSECONDS,
    CUMULATIVE,
    SWAPPED_READINGS,
    DIVIDED_TWICE,
    ALWAYS_ZERO,
)


def each_alone(starts, ends):
    return np.subtract(ends, starts)


def timed(steps, timer, intervals):
    starts, ends = [], []
    for step in steps:
        starts.append(timer())
        step()
        ends.append(timer())
    return intervals(starts, ends)


def all_the_same(numbers):
    return numbers


def least_squares(x, y):
    return tuple(np.polyfit(x, y, 1))


def robust(x, y):
    """Theil and Sen: the median slope of all pairs of points, then the median of what remains."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    slope = np.median([(y[j] - y[i]) / (x[j] - x[i]) for i, j in combinations(range(len(x)), 2)])
    return slope, np.median(y - slope * x)


def through_the_ends(x, y):
    first, last = np.argmin(x), np.argmax(x)
    slope = (y[last] - y[first]) / (x[last] - x[first])
    return slope, y[first] - slope * x[first]


def slopes(x, y):
    """Of all pairs of points, in the order of a double loop: (from the first point on, from the second
    back)."""
    forwards = [(y[j] - y[i]) / (x[j] - x[i]) for i, j in combinations(range(len(x)), 2)]
    backwards = [(y[j] - y[i]) / (x[j] - x[i]) for j in range(len(x)) for i in range(j)]
    return forwards, backwards
