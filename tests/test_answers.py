"""Checks are trusted because every sample answer gets the verdict it deserves; conftest.py prints the
table."""

import contextlib
import io

import pytest

from autograder import check
from autograder.kit.verdict import CheckFailed
from autograder.lessons import CHECKS
from tests.answers import all_answers, load_objects

SEEDS = (0, 1)
"""The default inputs of a notebook, and others as in grading."""

ANSWERS = all_answers()
IN_A_TEST = 6
"""Answers that a test tries one after the other: as a test each they take longer to collect than to run."""


def _of(kind):
    """Parametrize by groups of answers to one exercise."""
    groups = []
    for exercise in CHECKS:
        answers = [a for a in ANSWERS if a.kind == kind and a.exercise == exercise]
        groups += [
            pytest.param(answers[i : i + IN_A_TEST], id=f"{exercise}-{i}")
            for i in range(0, len(answers), IN_A_TEST)
        ]
    return pytest.mark.parametrize("answers", groups)


@pytest.mark.parametrize("exercise", CHECKS)
def test_one_right_and_one_wrong_answer_get_what_they_deserve(exercise):
    """The fast tier's share of what follows."""
    right, wrong = (
        next((a for a in ANSWERS if (a.exercise, a.kind) == (exercise, kind)), None)
        for kind in ("right", "wrong")
    )
    assert right and wrong, f"tests/answers/{exercise} needs at least one right and one wrong answer"
    assert _verdict(right, SEEDS[0]) is None
    failure = _verdict(wrong, SEEDS[0])
    assert failure and (failure.check, failure.misconception) == (wrong.fails, wrong.diagnosis), (
        f"{wrong}: {failure}"
    )


@pytest.mark.slow
@_of("right")
def test_a_right_answer_passes_its_check(answers, record_property):
    _pass(answers, 0, record_property)


@pytest.mark.thorough
@_of("right")
def test_a_right_answer_does_so_with_the_other_inputs_too(answers, record_property):
    _pass(answers, 1, record_property)


def _pass(answers, shift, record_property):
    """Every second answer meets the inputs of a notebook, the others those of grading."""
    problems = []
    for k, answer in enumerate(answers):
        failure = _verdict(answer, SEEDS[(k + shift) % 2])
        record_property("answer", (answer.exercise, "refused" if failure else "accepted"))
        if failure:
            problems.append(f"{answer}: {failure}")
    assert not problems, "\n".join(problems)


@pytest.mark.slow
@_of("wrong")
def test_a_wrong_answer_fails_where_and_as_its_first_line_says(answers, record_property):
    _fail_as_they_say(answers, 0, record_property)


@pytest.mark.thorough
@_of("wrong")
def test_a_wrong_answer_does_so_with_the_other_inputs_too(answers, record_property):
    _fail_as_they_say(answers, 1, record_property)


def _fail_as_they_say(answers, shift, record_property):
    """Every second answer meets the inputs of a notebook, the others those of grading."""
    problems = []
    for k, answer in enumerate(answers):
        seed = SEEDS[(k + shift) % 2]
        failure = _verdict(answer, seed)
        record_property("answer", (answer.exercise, _outcome(answer, failure)))
        if failure is None:
            problems.append(f"{answer} passes with seed {seed}, but should fail at {answer.fails!r}")
        elif (failure.check, failure.misconception) != (answer.fails, answer.diagnosis):
            got = f"fails: {failure.check}; diagnosis: {failure.misconception or 'none'}"
            problems.append(f"{answer} with seed {seed} has {got}\n{failure}")
    assert not problems, "\n".join(problems)


STEPS = [
    a
    for a in ANSWERS
    if a.exercise in ("decode_step", "prefill")
    and a.kind == "right"
    and "class KVCache" not in a.path.read_text()
    and a.path.stem != "loop_over_tokens"
]
"""Of those that bring no cache of their own: one reads cache.keys for every token, which is quadratic where
reading copies."""

CACHES = [a for a in ANSWERS if a.exercise == "KVCache" and a.kind == "right"]
PAIRS = [
    (step, CACHES[(7 * i + 11 * round) % len(CACHES)]) for i, step in enumerate(STEPS) for round in range(2)
]


@pytest.mark.slow
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


def _outcome(answer, failure):
    if failure is None:
        return "passed"
    if failure.misconception == answer.diagnosis:
        return "named" if answer.diagnosis else "unnamed"
    return "misnamed" if failure.misconception else "unnamed"
