"""How a cost grows with length: exactly, from counts; with an interval and a right to say nothing, from
timings.

What it can't do: see beyond the longest length it was given. A cost that changes its ways later
keeps its secret, and a growth of n·log n over less than three doublings looks like a line.
"""

import math
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist

import numpy as np

KINDS = ("constant", "linear", "n log n", "quadratic", "cubic", "inconclusive")


@dataclass(frozen=True)
class Growth:
    """What counts at successive lengths say.

    kind       one of KINDS ("cubic" stands for anything beyond quadratic)
    per_token  cost of one more token, if constant or linear: an int, or a Fraction where steps differ; else
               None
    fixed      the part that does not depend on length
    jumps      lengths whose cost lies above the line, e.g. where a buffer is copied to a larger one
    exact      every difference of neighbouring lengths is per_token, but at jumps
    """

    kind: str
    per_token: object = None
    fixed: object = None
    jumps: tuple = ()
    exact: bool = False

    def __str__(self):
        if self.kind == "constant":
            return (
                f"the same at every length ({self.fixed:,})"
                if self.exact
                else "bounded: it does not grow with n"
            )
        if self.kind == "linear":
            line = (
                f"{_amount(self.per_token)} · n {'+' if self.fixed >= 0 else '-'} {_amount(abs(self.fixed))}"
            )
            how = "exactly" if self.exact else "on average"
            at = (
                ", and more at n = "
                f"{', '.join(map(str, self.jumps[:4]))}{' …' if len(self.jumps) > 4 else ''}"
                if self.jumps
                else ""
            )
            return f"linear: {line} {how}{at}"
        return self.kind


def of_counts(costs):
    """The Growth of exact costs, {n: whole number}, at least four lengths.

    Neighbouring differences come first: where most are equal, slope and fixed part are exact, and
    the rest are jumps, amortised unless they grow faster than n themselves. Otherwise the last three
    doublings of n are compared by their means and by their largest cost per token: a cost that is
    linear in amortised terms does not rise in both.
    """
    costs = {int(n): int(c) for n, c in sorted(costs.items())}
    if len(costs) < 4:
        return Growth("inconclusive")
    line = _exact_line(costs)
    faster = rises_faster_than_n(costs, line)
    if line is not None and not faster:
        return line
    degree = _exact_degree(costs)
    if degree is not None:
        return Growth({2: "quadratic", 3: "cubic"}[degree], exact=True)
    octaves = _octaves(costs)
    if octaves is None:
        return Growth("inconclusive")
    m1, m2, m3 = (_mean(octave) for octave in octaves)
    if faster:
        steepness = math.log2((m1 - m2) / (m2 - m3)) if m2 > m3 else math.inf
        return Growth("n log n" if steepness < 1.5 else "quadratic" if steepness < 2.5 else "cubic")
    slope, fixed = _average_line(costs)
    if m2 == 0 or m1 / m2 < 1.15:
        return Growth("constant", 0, round(m1))
    return Growth("linear", slope, fixed)


def first_differences(costs):
    """{n: cost} -> list of (n, cost of one more token there) between neighbouring lengths, exact: int or
    Fraction."""
    ordered = sorted(costs.items())
    return [
        (m, c - b if m == n + 1 else _whole(Fraction(c - b, m - n)))
        for (n, b), (m, c) in zip(ordered, ordered[1:])
    ]


def _amount(value):
    return f"{int(value):,}" if value == int(value) else f"{float(value):,.2f}"


def _whole(number):
    return int(number) if number == int(number) else number


def _exact_line(costs):
    """A line that most lengths are on exactly, the others above it."""
    slopes = Counter(slope for _, slope in first_differences(costs))
    slope, often = slopes.most_common(1)[0]
    levels = Counter(c - slope * n for n, c in costs.items())
    fixed, on_it = levels.most_common(1)[0]
    off = dict.fromkeys(n for n, c in costs.items() if c - slope * n != fixed)
    first, half = min(costs) + len(costs) // 16, max(costs) / 2
    below = any(costs[n] < slope * n + fixed for n in off if n > first)  # the first steps may differ
    last = [n for n in costs if n > half]
    if on_it < 0.6 * len(costs) or below or sum(n in off for n in last) > 0.5 * len(last):
        return None
    return Growth("linear" if slope else "constant", _whole(slope), _whole(fixed), tuple(off), exact=True)


def _exact_degree(costs):
    """Degree of the polynomial through all costs, if it is 2 or 3 and exact."""
    ordered = sorted(costs.items())
    xs, column = [n for n, _ in ordered], [Fraction(c) for _, c in ordered]
    if len(xs) > 8 and _exact_degree(dict(ordered[:: len(xs) // 6])) is None:
        return None  # a few points tell most costs apart; the rest is only for those that pass
    for degree in range(4):
        if len(set(column)) == 1:
            return degree if degree > 1 else None
        if len(column) <= 2:
            return None
        column = [(b - a) / (xs[i + degree + 1] - xs[i]) for i, (a, b) in enumerate(zip(column, column[1:]))]
    return None


def _octaves(costs):
    """Costs of the last three doublings of n, the latest first; None if there are not three."""
    top = max(costs)
    octaves = [{n: c for n, c in costs.items() if top / 2 ** (k + 1) < n <= top / 2**k} for k in range(3)]
    return octaves if all(octaves) and top >= 24 else None


def _mean(octave):
    return sum(octave.values()) / len(octave)


def rises_faster_than_n(costs, line=None):
    """Whether a cost outgrows every line: True, False, or None if there are too few lengths to tell.

    line: the Growth that most lengths are on exactly, if that is known; then only its jumps are in question.
    """
    line = line or _exact_line(costs)
    if line is not None:
        return _jumps_outgrow_n(costs, line)
    octaves = _octaves(costs)
    if octaves is None:
        return None
    m1, m2, m3 = (_mean(octave) for octave in octaves)
    r1, r2, r3 = (max(c / n for n, c in octave.items()) for octave in octaves)
    return (
        m1 > 2.05 * m2
        and m2 > 1.5 * m3
        and m1 > 4.3 * m3
        and m1 - m2 > 2.08 * (m2 - m3)  # means: absorb rare jumps
        and r1 > 1.035 * r2
        and r1 > 1.08 * r3
    )  # largest: absorbs uneven gaps between jumps


def _jumps_outgrow_n(costs, line):
    """Copying n rows at a jump is linear; an n² recomputation now and then is not."""
    top = max(costs)
    heights = {n: (costs[n] - line.per_token * n - line.fixed) / n for n in line.jumps}
    early = max((h for n, h in heights.items() if n <= top / 2), default=None)
    late = max((h for n, h in heights.items() if n > top / 2), default=None)
    return early is not None and late is not None and late > 1.5 * early


def _average_line(costs):
    """Least squares over the last two doublings, as numbers a person can read."""
    top = max(costs)
    late = [(n, c) for n, c in costs.items() if n > top / 4]
    slope, fixed = np.polyfit(*np.array(late, float).T, 1)
    return Fraction(slope).limit_denominator(1000), Fraction(fixed).limit_denominator(10)


# -- timings ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TimingFit:
    """Seconds as a line over length.

    per_token, fixed            medians, in seconds
    per_token_low, _high        an interval that holds the true slope with the probability asked for
    exponent                    slope on log-log axes, robust; an affine cost looks like less than 1
    verdict                     "linear", "constant", "superlinear" or "too noisy to say"
    reason                      why, in a sentence with the figures
    """

    per_token: float
    fixed: float
    per_token_low: float
    per_token_high: float
    exponent: float
    verdict: str
    reason: str


def of_timings(lengths, seconds, confidence=0.95):
    """Fit a line through timings, some of which may be far too high.

    The slope is the median of the slopes between all pairs of different lengths (Theil 1950), its interval
    Sen's (1968, Journal of the American Statistical Association 63): up to 29 % of wild points move neither.
    Needs five timings at three lengths or more; raises ValueError otherwise.
    """
    x, y = np.asarray(lengths, float), np.asarray(seconds, float)
    if x.shape != y.shape or x.ndim != 1 or len(x) < 5 or len(np.unique(x)) < 3:
        raise ValueError(
            f"a fit needs at least five timings, one for each length, at three lengths or more; "
            f"got {x.shape} lengths and {y.shape} seconds."
        )
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError("lengths and seconds must be finite numbers.")
    slopes = _pair_slopes(x, y)
    slope = float(np.median(slopes))
    low, high = _sen_interval(x, slopes, confidence)
    fixed = float(np.median(y - slope * x))
    exponent = (
        float(np.median(_pair_slopes(np.log(x), np.log(y)))) if (x > 0).all() and (y > 0).all() else math.nan
    )
    line = dict(per_token=slope, fixed=fixed, per_token_low=low, per_token_high=high, exponent=exponent)
    rise, spread = abs(slope) * np.ptp(x), (high - low) * np.ptp(x)
    typical = float(np.median(y))
    if low <= 0 <= high:
        if spread < 0.2 * typical:
            return TimingFit(
                **line,
                verdict="constant",
                reason=f"over the whole range the line rises by less than "
                f"{spread / typical:.0%} of a typical {typical:.3g} s.",
            )
        return TimingFit(
            **line,
            verdict="too noisy to say",
            reason=f"the slope could be {low:.3g} or {high:.3g} seconds a token: its sign is not settled.",
        )
    if high - low > abs(slope):
        return TimingFit(
            **line,
            verdict="too noisy to say",
            reason=f"the slope could be {low:.3g} or {high:.3g} seconds a "
            "token, a factor of more than two apart.",
        )
    bend = _bend(x, y, confidence)
    if bend > 0:
        return TimingFit(
            **line,
            verdict="superlinear",
            reason=f"the longer half is steeper than the shorter one, beyond "
            f"what the noise explains (by {bend:.0%} of the slope at least).",
        )
    return TimingFit(
        **line,
        verdict="linear",
        reason=f"{slope:.3g} seconds a token, between {low:.3g} and {high:.3g}; "
        f"the line rises by {rise:.3g} s.",
    )


def _pair_slopes(x, y):
    i, j = np.triu_indices(len(x), 1)
    different = x[i] != x[j]
    i, j = i[different], j[different]
    return np.sort((y[j] - y[i]) / (x[j] - x[i]))


def _sen_interval(x, slopes, confidence):
    n = len(x)
    ties = [int(c) for c in Counter(x.tolist()).values()]
    variance = (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * math.sqrt(variance)
    low = int((len(slopes) - reach) / 2)
    high = int((len(slopes) + reach) / 2)
    return float(slopes[max(low, 0)]), float(slopes[min(high, len(slopes) - 1)])


def _bend(x, y, confidence):
    """By how much of the slope, at least, the longer half is steeper than the shorter half; ≤ 0 if that is
    not settled."""
    middle = np.median(x)
    short, long = x <= middle, x >= middle
    if min(len(np.unique(x[short])), len(np.unique(x[long]))) < 3 or min(short.sum(), long.sum()) < 5:
        return 0.0
    below, above = _pair_slopes(x[short], y[short]), _pair_slopes(x[long], y[long])
    _, high = _sen_interval(x[short], below, confidence)
    low, _ = _sen_interval(x[long], above, confidence)
    slope = abs(float(np.median(_pair_slopes(x, y)))) or 1.0
    return (low - high) / slope - 0.25
