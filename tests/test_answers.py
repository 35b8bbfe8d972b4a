"""Checks are trusted because every sample answer gets the verdict it deserves; conftest.py prints the table."""

import contextlib
import io

import pytest

from autograder.verdict import CheckFailed
from tests.answers import all_answers

SEEDS = (0, 1)
"""The default inputs of a notebook, and others as in grading."""

ANSWERS = all_answers()


def _of(kind):
    return pytest.mark.parametrize("answer", [a for a in ANSWERS if a.kind == kind], ids=str)


@_of("right")
def test_a_right_answer_passes_its_check(answer, record_property):
    failures = [_verdict(answer, seed) for seed in SEEDS]
    record_property("answer", (answer.exercise, "refused" if any(failures) else "accepted"))
    assert not any(failures), "\n".join(str(f) for f in failures if f)


@_of("wrong")
def test_a_wrong_answer_fails_where_and_as_its_first_line_says(answer, record_property):
    failures = [_verdict(answer, seed) for seed in SEEDS]
    record_property("answer", (answer.exercise, _outcome(answer, failures)))
    for seed, failure in zip(SEEDS, failures):
        assert failure is not None, f"passes with seed {seed}, but should fail at {answer.fails!r}"
        assert (failure.check, failure.misconception) == (answer.fails, answer.diagnosis), str(failure)


def _verdict(answer, seed):
    """None if the answer passes, else the CheckFailed."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            answer.run(seed)
    except CheckFailed as failure:
        return failure


def _outcome(answer, failures):
    if not all(failures):
        return "passed"
    named = {f.misconception for f in failures}
    if named == {answer.diagnosis}:
        return "named" if answer.diagnosis else "unnamed"
    return "unnamed" if named == {None} else "misnamed"
