"""Checks are trusted because every sample answer gets the verdict it deserves; conftest.py prints the table."""

import contextlib
import io

import pytest

from autograder import check
from autograder.kit.verdict import CheckFailed
from tests.answers import all_answers, load_objects

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


STEPS = [
    a
    for a in ANSWERS
    if a.exercise in ("decode_step", "prefill")
    and a.kind == "right"
    and "class KVCache" not in a.path.read_text()
    and a.path.stem != "loop_over_tokens"
]
"""Of those that bring no cache of their own: one reads cache.keys for every token, which is quadratic where reading copies."""

CACHES = [a for a in ANSWERS if a.exercise == "KVCache" and a.kind == "right"]
PAIRS = [
    (step, CACHES[(7 * i + 11 * round) % len(CACHES)]) for i, step in enumerate(STEPS) for round in range(2)
]


@pytest.mark.parametrize("step, cache", PAIRS, ids=str)
def test_a_right_step_passes_on_top_of_any_right_cache(step, cache):
    (KVCache,) = load_objects("KVCache", cache.path)
    function = load_objects(step.exercise, step.path)[0]
    with contextlib.redirect_stdout(io.StringIO()):
        getattr(check, step.exercise)(function, KVCache)


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
