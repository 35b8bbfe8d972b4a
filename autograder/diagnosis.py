"""Names the misconception behind a wrong answer by finding one that gives the same results.

A misconception is a wrong implementation we have met. The failing answer and every known wrong one
for the exercise get the same random inputs; if exactly one gives the learner's results on all of them,
that is what the learner wrote, whatever it looks like. Otherwise nothing is named: a wrong diagnosis
costs a learner more than none.
"""

import functools
import itertools

import numpy as np

from autograder import misconceptions
from autograder.misconceptions.misconception import Misconception

TRIALS = 3
"""Random inputs on which a misconception must agree with the answer to be named."""


def diagnose(exercise, probe, objects, quiet):
    """The one Misconception that gives the same results as `objects`, or None.

    probe(*objects, rng) -> list of results; quiet() -> context in which learner code runs.
    """
    known = misconceptions.of(exercise)
    theirs = _traces(probe, objects, quiet)
    if theirs is None:
        return None
    for candidates in (known, _pairs(known)):
        matching = [m for m in candidates if _same(theirs, _traces(probe, m.answer, quiet))]
        if matching:
            return matching[0] if len(matching) == 1 else None
    return None


def _traces(probe, objects, quiet):
    """Results on all trials; None if the answer can't get through them."""
    traces = []
    for trial in range(TRIALS):
        try:
            with quiet():
                traces.append(list(probe(*objects, rng=np.random.default_rng(trial))))
        except Exception:
            return None
    return traces


def _same(theirs, ours):
    if ours is None:
        return False
    return all(len(a) == len(b) and all(map(_equal, a, b)) for a, b in zip(theirs, ours))


def _equal(a, b):
    if isinstance(a, (set, str, bool, type(None))) or isinstance(b, (set, str, bool, type(None))):
        return type(a) is type(b) and a == b
    try:
        a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    except (TypeError, ValueError):
        return False
    if a.shape != b.shape:
        return False
    finite = np.abs(b[np.isfinite(b)])
    return bool(np.allclose(a, b, rtol=0, atol=1e-6 * (finite.max(initial=0.0) or 1.0), equal_nan=True))


def _pairs(known):
    """Two misconceptions at once, where both alter different parts of one implementation."""
    for first, second in itertools.combinations(known, 2):
        answer = _merge(first.answer, second.answer)
        if answer is not None:
            yield Misconception(f"{first.id}+{second.id}", first.exercise, answer,
                                f"{first.sentence}\nAnd there is a second cause: {second.sentence}",
                                f"{first.question}\n{second.question}")


def _merge(first, second):
    merged = []
    for a, b in zip(first, second):
        if not (isinstance(a, functools.partial) and isinstance(b, functools.partial) and a.func is b.func):
            return None
        if a.keywords.keys() & b.keywords.keys():
            return None
        merged.append(functools.partial(a.func, **a.keywords, **b.keywords))
    return tuple(merged)
