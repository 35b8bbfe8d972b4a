"""Names the misconception behind a wrong answer by finding one that gives the same results.

A misconception is a wrong implementation we have met. The failing answer and every known wrong one
for the exercise get the same random inputs; if the implementations that give the learner's results on
all of them belong to one misconception, that is what the learner wrote, whatever it looks like.
Otherwise nothing is named: a wrong diagnosis costs a learner more than none.
"""

import contextlib
import copy
import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.kit.misconception import Misconception

TRIALS = 3
"""Random inputs on which a misconception must agree with the answer to be named."""

RAISED = "raised an exception"


Trials = Sequence[Sequence[Any]]
"""The results that an answer gives, trial by trial."""


def given(
    probe: Callable[..., Any],
    objects: Sequence[Any],
    quiet: Callable[[], contextlib.AbstractContextManager[None]],
) -> Trials:
    """What `objects` give on the probe's inputs, which are the same for everybody.

    probe(*objects, rng) -> iterable of results, best one made as it is asked for (a generator):
                            what was given before an exception then still counts
    quiet() -> context in which learner code runs
    """
    with quiet():
        return [list(_results(probe, objects, trial)) for trial in range(TRIALS)]


def diagnose(
    misconceptions: Sequence[Misconception],
    probe: Callable[..., Any],
    theirs: Trials,
    quiet: Callable[[], contextlib.AbstractContextManager[None]],
) -> Misconception | None:
    """The one Misconception that gives the same results as an answer, or None.

    theirs: what the answer gives (`given`)
    """
    with quiet():
        if not says_something(theirs):
            return None
        unaltered, known, pairs = _candidates(misconceptions)
        if any(_gives(answer, theirs, probe) for answer in unaltered):
            return None  # the numbers are right; two misconceptions could still cancel out and give them
        for candidates in (known, pairs):
            matching = [m for m in candidates if _gives(m.answer, theirs, probe)]
            if matching:
                return matching[0] if len({m.id for m in matching}) == 1 else None
            if candidates is known and _constant(theirs) and any(_depends(m.answer, probe) for m in known):
                return IGNORES_ITS_ARGUMENTS
    return None


def says_something(theirs: Trials) -> bool:
    """Whether an answer gave results in every trial: what only raises is like everything that raises."""
    return not any(len(results) == 0 or results[0] is RAISED for results in theirs)


IGNORES_ITS_ARGUMENTS = Misconception(
    "ignores_its_arguments",
    (),
    "Your code gives the same whatever it is given: nothing of what comes out depends on its arguments.",
    "Which names stand in your `def` line, and which ones does the body use? `q` and `Q` are two names, and "
    "one that is not the function's own is looked up in the notebook.",
)
"""Not an idea about one exercise: the answer to all random inputs is the same."""


def _constant(trials: Sequence[Sequence[Any]]) -> bool:
    """Whether there are numbers, and the same in all trials: exceptions, NaN and inf are alike for other
    reasons."""
    return _alike(trials) and not any(
        isinstance(result, str) or _is_no_number(result) for result in trials[0]
    )


def _is_no_number(result: Any) -> bool:
    try:
        return not np.isfinite(np.asarray(result, dtype=float)).all()
    except (TypeError, ValueError):  # a set, None
        return False


def _alike(trials: Sequence[Sequence[Any]]) -> bool:
    """Whether the results of all trials are the same."""
    first, *others = trials
    return all(_equal(a, b) for other in others for a, b in itertools.zip_longest(first, other))


def _depends(answer: tuple[Any, ...], probe: Callable[..., Any]) -> bool:
    """Whether a known answer's results differ from trial to trial."""
    return not _alike([list(copy.copy(_kept(probe, answer, trial))) for trial in range(TRIALS)])


@functools.cache
def _candidates(known: tuple[Misconception, ...]) -> tuple[Any, ...]:
    """What an answer is compared with: (right answers, misconceptions, pairs of misconceptions)."""
    return _unaltered(known), known, list(_pairs(known))


@functools.cache
def _kept(probe: Callable[..., Any], answer: tuple[Any, ...], trial: int) -> Iterator[Any]:
    """The results of a known answer, each worked out when it is first asked for: all wrong answers are
    compared with the same."""
    return itertools.tee(_results(probe, answer, trial), 1)[0]


def _results(probe: Callable[..., Any], objects: Sequence[Any], trial: int) -> Iterator[Any]:
    """The results of one trial one by one; RAISED, and the end, where the answer can't go on."""
    try:
        yield from probe(*objects, rng=np.random.default_rng(trial))
    except (Exception, SystemExit):
        yield RAISED


def _gives(answer: tuple[Any, ...], wanted: Sequence[Sequence[Any]], probe: Callable[..., Any]) -> bool:
    """Whether the answer's results are the wanted ones on all trials; stops at the first that isn't."""
    return all(
        _equal(ours, theirs)
        for trial, results in enumerate(wanted)
        for ours, theirs in itertools.zip_longest(copy.copy(_kept(probe, answer, trial)), results)
    )


def _equal(a: Any, b: Any) -> bool:
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


def _pairs(known: tuple[Misconception, ...]) -> Iterator[Any]:
    """Two misconceptions at once, where both alter different parts of one implementation."""
    for first, second in itertools.combinations(known, 2):
        answer = None if first.id == second.id else _merge(first.answer, second.answer)
        if answer is not None:
            yield Misconception(
                f"{first.id}+{second.id}",
                answer,
                f"{first.sentence}\nAnd there is a second cause: {second.sentence}",
                f"{first.question}\n{second.question}",
            )


def _unaltered(known: tuple[Misconception, ...]) -> set[Any]:
    """What misconceptions are made from by exchanging parts, with no part exchanged: the right answers."""
    return {
        tuple(part.func for part in m.answer)
        for m in known
        if all(isinstance(part, functools.partial) for part in m.answer)
    }


def _merge(first: tuple[Any, ...], second: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """The two answers' altered parts in one, or None if they can't be put together."""
    merged = []
    for a, b in zip(first, second):
        if not (isinstance(a, functools.partial) and isinstance(b, functools.partial) and a.func is b.func):
            return None
        if a.keywords.keys() & b.keywords.keys():
            return None
        merged.append(functools.partial(a.func, **a.keywords, **b.keywords))
    return tuple(merged)
