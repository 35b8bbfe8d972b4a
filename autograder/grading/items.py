"""Item analysis: how hard each test was, whether it tells those who know from those who don't, and when it
was passed."""

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ENOUGH = 10
"""Learners below whom a discrimination says nothing."""

LOW = 0.2
"""Discrimination below which a test deserves a look."""


@dataclass(frozen=True)
class Item:
    """share: of those judged who passed; discrimination: None where it can't be told; first_pass: when half
    of those who passed had handed in what did, ISO and UTC, None if it is not known."""

    test: str
    judged: int
    passed: int
    share: float
    discrimination: float | None
    first_pass: str | None


def analyse(
    tests: Sequence[str], rows: Sequence[Mapping[str, Any]], first_pass: Mapping[tuple[str, str], str] = {}
) -> list[Item]:
    """An Item for each test, of what report.row says of graded submissions. first_pass: as history.py has
    it."""
    items = []
    for test in tests:
        judged = [r for r in rows if r["tests"].get(test) and r["tests"][test].points is not None]
        passed = [r["tests"][test].state == "pass" for r in judged]
        rest = [_rest(r, test) for r in judged]
        times = sorted(
            when for r, p in zip(judged, passed) if p and (when := first_pass.get((r["student"], test)))
        )
        items.append(
            Item(
                test,
                len(judged),
                sum(passed),
                sum(passed) / len(judged) if judged else 0.0,
                point_biserial(passed, rest) if len(judged) >= ENOUGH else None,
                times[(len(times) - 1) // 2] if times else None,
            )
        )
    return items


def _rest(row: Mapping[str, Any], test: str) -> float:
    """Points in all other tests."""
    return sum(v.points or 0.0 for name, v in row["tests"].items() if v and name != test)


def point_biserial(passed: Sequence[bool], rest: Sequence[float]) -> float | None:
    """Correlation of passing a test with the points in all others, the corrected point-biserial coefficient;
    None where all or none passed, or all have the same points.

    (M1 − M0) / s · √(p (1 − p)): M1 and M0 are the mean points of those who passed and didn't, s is the
    standard deviation of all and p the share that passed. The test itself is left out of the points, since
    with few tests it would correlate with itself: Henrysson, Correction of item-total correlations in item
    analysis, Psychometrika 28 (1963), 211–218.
    """
    share = sum(passed) / len(passed) if passed else 0.0
    spread = statistics.pstdev(rest) if rest else 0.0
    if share in (0.0, 1.0) or spread == 0.0:
        return None
    with_it = statistics.fmean(points for points, p in zip(rest, passed) if p)
    without = statistics.fmean(points for points, p in zip(rest, passed) if not p)
    return (with_it - without) / spread * math.sqrt(share * (1 - share))
